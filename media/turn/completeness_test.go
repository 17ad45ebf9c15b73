package turn

import "testing"

func TestRead(t *testing.T) {
	const q = true
	for _, tc := range []struct {
		language, text string
		want           Ending
		question       bool
	}{
		{"en", "", Neutral, !q},
		{"en", "Why do you want this job?", Complete, q},
		{"en", "That is how we work here.", Complete, !q},
		{"en", "Tell me about yourself.", Complete, q},
		{"en", "what is your biggest weakness", Neutral, q},
		{"en", "okay so how would you scale a database", Neutral, q},
		{"en", "great thank you can you describe a conflict at work", Neutral, q},
		{"en", "our office is very nice", Neutral, !q},
		{"en", "tell me about a time when you", Dangling, q},
		{"en", "we moved it because", Dangling, !q},
		{"en", "We moved it because.", Dangling, !q},
		{"en", "and so we", Dangling, !q},
		{"en", "this one is for", Dangling, !q},
		{"en", "This one is what it is for.", Complete, !q},
		{"en", "the project um", Dangling, !q},
		{"en", "the project…", Dangling, !q},
		{"en", "the project,", Dangling, !q},
		{"en", "How does it work", Neutral, q},
		{"en", "He asked \"why?\"", Complete, q},
		{"en-US", "do you know the c++", Neutral, q},
		{"ru", "Расскажите о себе.", Complete, q},
		{"ru", "почему вы выбрали нашу компанию", Neutral, q},
		{"ru", "мы перешли на го потому что", Dangling, !q},
		{"ru", "у нас большая команда", Neutral, !q},
		{"ru", "и поэтому мы решили, что", Dangling, !q},
		{"uz", "o‘zingiz haqingizda gapirib bering", Neutral, q},
		{"uz", "nima uchun bizni tanladingiz", Neutral, q},
		{"uz", "biz bu loyihani boshladik chunki", Dangling, !q},
		{"uz", "jamoamiz katta", Neutral, !q},
		{"es", "¿Por qué quieres este trabajo?", Complete, q},
		{"es", "cuéntame sobre tu experiencia", Neutral, q},
		{"es", "lo hicimos porque", Dangling, !q},
		{"es", "somos un equipo pequeño", Neutral, !q},
		{"de", "erzählen Sie mir etwas über sich", Neutral, q},
		{"de", "warum haben Sie gewechselt", Neutral, q},
		{"de", "wir haben das gemacht weil", Dangling, !q},
		{"de", "wir sind ein kleines Team", Neutral, !q},
		{"fr", "parlez moi de votre parcours", Neutral, q},
		{"fr", "Qu'est-ce que vous préférez", Neutral, q},
		{"fr", "nous avons choisi cela parce que", Dangling, !q},
		{"fr", "notre équipe grandit", Neutral, !q},
		{"pt", "me fale sobre você mesmo", Neutral, q},
		{"pt", "por que você quer sair", Neutral, q},
		{"pt", "nós mudamos porque", Dangling, !q},
		{"pt", "a equipe cresceu bastante", Neutral, !q},
		{"tr", "kendinizden bahseder misiniz", Neutral, q},
		{"tr", "neden bizimle çalışmak istiyorsunuz", Neutral, q},
		{"tr", "bunu değiştirdik çünkü", Dangling, !q},
		{"tr", "ekibimiz küçük sayılır", Neutral, !q},
		{"zh", "请介绍一下你自己", Neutral, q},
		{"zh", "你为什么想来我们公司？", Complete, q},
		{"zh", "你会写代码吗", Neutral, q},
		{"zh", "我们换了数据库因为", Dangling, !q},
		{"zh", "团队发展顺利。", Complete, !q},
		{"ar", "حدثني عن نفسك", Neutral, q},
		{"ar", "لماذا تريد هذه الوظيفة؟", Complete, q},
		{"ar", "غيرنا النظام لأن", Dangling, !q},
		{"ar", "فريقنا صغير جدا", Neutral, !q},
		{"xx", "Words of an unknown language.", Complete, !q},
		{"xx", "what of it then", Neutral, !q},
	} {
		t.Run(tc.language+"/"+tc.text, func(t *testing.T) {
			got := Read(tc.text, tc.language)
			if got != (Reading{tc.want, tc.question}) {
				t.Errorf("reads as %v (question %v), want %v (question %v)", got.Ending, got.Question, tc.want, tc.question)
			}
		})
	}
}

// TestLexiconsAreSpelled finds entries that no text could match.
func TestLexiconsAreSpelled(t *testing.T) {
	for code, l := range lexicons {
		for _, words := range []map[string]bool{l.lead, l.tail} {
			for w := range words {
				if parts := wordsOf(w); len(parts) != 1 || parts[0] != w {
					t.Errorf("%s: %q is spelled %q in texts", code, w, parts)
				}
			}
		}
		for _, list := range [][][]string{l.opens, l.anywhere} {
			for _, p := range list {
				if len(p) == 0 {
					t.Errorf("%s: an empty phrase asks everything", code)
				}
			}
		}
	}
}

func TestSameWords(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		want bool
	}{
		{"Why Go?", "why go", true},
		{"Don't you?", "don’t you", true},
		{"why go", "why not go", false},
		{"你好吗？", "你好吗", true},
		{"C++ or C", "c or c", false},
		{"", "...", true},
	} {
		if got := SameWords(tc.a, tc.b); got != tc.want {
			t.Errorf("SameWords(%q, %q) = %v", tc.a, tc.b, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range []string{"Why?", "…", "\"", "w1 because", "你好。吗", "\xff\xfe", "a.b.c. ?", "ـ"} {
		f.Add(text, "en")
		f.Add(text, "zh")
	}
	f.Fuzz(func(t *testing.T, text, language string) {
		r := Read(text, language)
		if !hasWords(text) && r != (Reading{}) {
			t.Errorf("%q holds no words and reads as %+v", text, r)
		}
		if !SameWords(text, text+" ") {
			t.Errorf("%q differs from itself", text)
		}
	})
}
