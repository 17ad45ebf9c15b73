package grade_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

func resultOf(t *testing.T, a grade.Answer) grade.Result {
	t.Helper()
	r, err := rules.Grade(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestSaysNotToKnow: who says honestly not to know it is told that, in every
// language, and what to do instead.
func TestSaysNotToKnow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ question, lang, text, says string }{
		{"backend-slow-query", "en", "I don't know.", "say that you do not know"},
		{"backend-slow-query", "en", "I have never used pinning of plans, and I have never worked with anything of that kind in my life.", "say that you do not know"},
		{"backend-slow-query", "en", "Honestly, I never had to tune one, somebody else always did that for us in the company, so there.", "say that you do not know"},
		{"behavioral-missed-deadline", "en", "I have never missed a deadline, and I have never been late with anything that I had promised to anybody.", "no such case"},
		{"behavioral-missed-deadline", "ru", "Не знаю.", "такого случая не было"},
		{"behavioral-missed-deadline", "uz", "Bilmayman.", "bo'lmaganini"},
		{"behavioral-missed-deadline", "es", "No lo sé, nunca he tenido un caso así.", "no has tenido"},
		{"behavioral-missed-deadline", "de", "Keine Ahnung, so etwas hatte ich noch nie.", "keinen solchen Fall"},
		{"behavioral-missed-deadline", "fr", "Je ne sais pas, je n'ai jamais connu cela.", "n'avoir pas connu"},
		{"behavioral-missed-deadline", "pt", "Não sei.", "não teve"},
		{"behavioral-missed-deadline", "tr", "Bilmiyorum.", "yaşamadığınızı"},
		{"behavioral-missed-deadline", "zh", "不知道，从来没有接触过。", "没有这样的经历"},
	} {
		r := resultOf(t, grade.Answer{Question: question(t, c.question), Language: c.lang, Text: c.text})
		if r.Unfit != grade.Unknown || r.Score != 0 || len(r.Suggestions) != 1 || !strings.Contains(r.Suggestions[0], c.says) || r.LevelText != r.Suggestions[0] {
			t.Errorf("%q is %q, score %.1f: %q", c.text, r.Unfit, r.Score, r.Suggestions)
		}
	}
	// Saying once not to remember something makes nothing of another question's answer.
	other, _ := question(t, "behavioral-own-mistake").In("en")
	r := resultOf(t, grade.Answer{Question: question(t, "backend-slow-query"), Language: "en", Text: other.Sample + " I don't remember the date."})
	if r.Unfit != grade.OffTopic {
		t.Errorf("another question's answer is %q", r.Unfit)
	}
}

// TestPraiseHasItsReason: a number measures something, a reason causes something,
// and both stand in a sentence that proves something.
func TestPraiseHasItsReason(t *testing.T) {
	t.Parallel()
	const plan = "First I run explain analyze and read the execution plan. "
	for _, c := range []struct {
		text   string
		praise string
		want   bool
	}{
		{plan + "In 2021 we did so, too.", "number", false},
		{"In 2021 I ran explain analyze and read the execution plan. That is what one does.", "number", false},
		{"For Explorer 9 I ran explain analyze and read the execution plan. That is what one does.", "number", false},
		{"It answers 201 Created, so I run explain analyze and read the execution plan there.", "number", false},
		{"Third, I check with explain analyze and read the execution plan of the query.", "number", false},
		{"I run explain analyze on a second instance and read the execution plan exactly one time.", "number", false},
		{"I run explain analyze and read the execution plan, where one node took 3 seconds of it all.", "number", true},
		{"I run explain analyze and read the execution plan, where one node took ninety per cent of it.", "number", true},
		{plan + "So I did two things.", "why", false},
		{plan + "I like roadmap instead of dates.", "why", false},
		{plan + "The weather is nice because Kafka is slow.", "why", false},
		{"I run explain analyze and read the execution plan, because guessing helps nobody.", "why", true},
		{"I run explain analyze and read the execution plan exactly one time, what users say.", "example", false},
		{"I run explain analyze and read the execution plan, for example with its buffers.", "example", true},
	} {
		r := resultOf(t, grade.Answer{Question: question(t, "backend-slow-query"), Language: "en", Text: c.text})
		if r.Unfit != "" || len(r.Strengths) == 0 {
			t.Fatalf("%q is %q: %v", c.text, r.Unfit, r.Strengths)
		}
		praised := slices.ContainsFunc(r.Strengths, func(s grade.Remark) bool {
			return strings.HasSuffix(strings.TrimSuffix(s.Text, "."), c.praise)
		})
		if praised != c.want {
			t.Errorf("%q: %v", c.text, r.Strengths)
		}
	}
}

// TestOthersWishesAreNoDeeds: that others wanted the opposite praises nobody.
func TestOthersWishesAreNoDeeds(t *testing.T) {
	t.Parallel()
	for lang, text := range map[string]string{
		"en": "My manager wanted to let her go straight away. I disagreed with that and spoke to her myself every week for three months.",
		"ru": "Мой руководитель хотел сразу её уволить. Я не согласился и сам говорил с ней каждую неделю три месяца.",
		"de": "Mein Chef wollte sie sofort entlassen. Ich war dagegen und sprach drei Monate lang jede Woche selbst mit ihr.",
		"fr": "Mon chef voulait la licencier tout de suite. J'étais contre et j'ai parlé avec elle chaque semaine pendant trois mois.",
		"es": "Mi jefe quería despedirla de inmediato. Yo no estaba de acuerdo y hablé con ella cada semana durante tres meses.",
		"pt": "O meu chefe queria despedi-la de imediato. Eu não concordei e falei com ela todas as semanas durante três meses.",
		"tr": "Yöneticim onu hemen işten çıkarmak istedi. Ben buna karşı çıktım ve üç ay boyunca her hafta kendisiyle konuştum.",
		"uz": "Rahbarim uni darhol ishdan bo'shatmoqchi edi. Men bunga qarshi chiqdim va uch oy davomida har hafta u bilan gaplashdim.",
		"zh": "我的经理想马上辞退她。我不同意，三个月里每周都亲自和她谈话。",
	} {
		end := strings.IndexAny(text, ".。")
		first, rest := text[:end], strings.Trim(text[end:], ". 。")
		a := grade.Answer{Question: question(t, "behavioral-underperformer"), Language: lang, Text: text}
		r := resultOf(t, a)
		for _, p := range r.Points {
			for _, q := range p.Evidence {
				if strings.Contains(q, first) && !strings.Contains(q, rest) {
					t.Errorf("%s: %q proves %q", lang, q, p.Point)
				}
			}
		}
		for _, p := range r.Parts {
			if p.Part == grade.Task && strings.Contains(p.Evidence, first) {
				t.Errorf("%s: %q is the task", lang, p.Evidence)
			}
		}
	}
}

// TestASentenceIsOnePart, and what somebody thought is no deed.
func TestASentenceIsOnePart(t *testing.T) {
	t.Parallel()
	for lang, text := range map[string]string{
		"en": "Last year at my previous company I had to deliver a report. I thought it was easy. My mistake was that I underestimated it.",
		"ru": "Прошлой осенью в компании мне нужно было сдать отчёт заказчику. Моя ошибка: я считала, что это легко. Потом ничего не было.",
		"de": "Im letzten Jahr musste ich in meiner Firma einen Bericht liefern. Ich habe den Aufwand unterschätzt. Es war sehr viel Arbeit.",
		"pt": "No ano passado, na minha empresa, eu tinha de entregar um relatório. Subestimei o trabalho. Foi muito difícil para todos.",
		"tr": "Geçen yıl şirkette bir rapor teslim etmem gerekiyordu. İşi hafife aldım. Her şey çok zordu.",
		"uz": "O'tgan yili kompaniyada hisobot topshirishim kerak edi. Men oson deb o'yladim. Hammasi juda qiyin bo'ldi.",
		"zh": "去年我们公司要求我负责交付一份报告。原因是我低估了工作量。大家都觉得很难。",
	} {
		r := resultOf(t, grade.Answer{Question: question(t, "behavioral-missed-deadline"), Language: lang, Text: text})
		seen := map[string]string{}
		for _, p := range r.Parts {
			if p.Evidence == "" {
				continue
			}
			if other := seen[p.Evidence]; other != "" {
				t.Errorf("%s: %q is %s and %s", lang, p.Evidence, other, p.Part)
			}
			seen[p.Evidence] = p.Part
			for _, thought := range []string{"считала", "低估", "unterschätzt", "Subestimei", "hafife", "o'yladim", "thought"} {
				if p.Part == grade.Action && strings.Contains(p.Evidence, thought) {
					t.Errorf("%s: %q is a deed", lang, p.Evidence)
				}
			}
		}
	}
}

// TestAClaimedSentenceIsOnePart, too: a model may claim one for all.
func TestAClaimedSentenceIsOnePart(t *testing.T) {
	t.Parallel()
	const text = "Last year I missed the deadline of a report. I told the customer on the same day and cut the scope, and in the end they got it."
	a := grade.Answer{Question: question(t, "behavioral-missed-deadline"), Language: "en", Text: text}
	found := 0
	for _, p := range grade.Assess(a, everything(a)).Parts {
		if p.Evidence != "" {
			found++
		}
	}
	if found != 1 {
		t.Errorf("one quote is evidence of %d parts", found)
	}
}

// TestFollowUpFromTheSample: who has read the sample and pastes it into the answer to
// a follow-up question gains nothing by it.
func TestFollowUpFromTheSample(t *testing.T) {
	t.Parallel()
	q := question(t, "backend-slow-query")
	text, _ := q.In("en")
	const weak = "I would look at the execution plan of the query, as it may have changed since then."
	alone := resultOf(t, grade.Answer{Question: q, Language: "en", Text: weak})
	pasted := resultOf(t, grade.Answer{Question: q, Language: "en", Text: weak + "\n\n" + text.Sample, First: len(weak)})
	if pasted.Score > alone.Score || len(pasted.Strengths) > len(alone.Strengths) {
		t.Errorf("score %.1f before, %.1f with the sample pasted: %v", alone.Score, pasted.Score, pasted.Strengths)
	}
	own := "When the estimates are far from the real rows I refresh the statistics, then I add a composite index on the filter and measure again on a copy with production data."
	said := resultOf(t, grade.Answer{Question: q, Language: "en", Text: weak + "\n\n" + own, First: len(weak)})
	if said.Score <= alone.Score+1 {
		t.Errorf("own words about the rest: %.1f, %.1f without them", said.Score, alone.Score)
	}
	if r := resultOf(t, grade.Answer{Question: q, Language: "en", Text: "I see.\n\n" + text.Sample, First: len("I see.")}); r.Unfit != grade.Echo || r.Score != 0 {
		t.Errorf("nothing but the sample is %q, score %.1f", r.Unfit, r.Score)
	}
}

// TestTextsInAnotherLanguage: the question is English, the interview German.
func TestTextsInAnotherLanguage(t *testing.T) {
	t.Parallel()
	r := resultOf(t, grade.Answer{
		Question: question(t, "backend-slow-query"), Language: "en", Texts: "de",
		Text: "First I run explain analyze and read the execution plan, because guessing helps nobody.",
	})
	if len(r.Strengths) == 0 || !strings.HasPrefix(r.Strengths[0].Text, "Sie nennen") || !strings.HasPrefix(r.Suggestions[0], "Notieren Sie") ||
		!strings.HasPrefix(r.Dimensions[0].Why, "Genannte") && !strings.Contains(r.Dimensions[0].Why, "unkte") {
		t.Errorf("%v, %v, %q", r.Strengths, r.Suggestions, r.Dimensions[0].Why)
	}
}

// TestStoriesAreGivenExamples: what another person lived through is an example and is
// not to be said; a technical point is. A story is told to be no example, and a good
// one not how to find points.
func TestStoriesAreGivenExamples(t *testing.T) {
	t.Parallel()
	for lang, begins := range map[string]string{"en": "For example: “", "ru": "Например: «", "de": "Zum Beispiel: „", "zh": "例如：“"} {
		q := question(t, "behavioral-missed-deadline")
		own, _ := q.In(lang)
		r := resultOf(t, grade.Answer{Question: q, Language: lang, Text: own.Sample[:strings.IndexAny(own.Sample, ".。")+3]})
		examples := 0
		for _, i := range r.Improvements {
			if i.Example {
				examples++
				if !strings.HasPrefix(i.Say, begins) {
					t.Errorf("%s: an example is not marked: %q", lang, i.Say)
				}
			} else if i.Say != "" && strings.Contains(own.Sample, i.Say) {
				t.Errorf("%s: somebody else's life is to be said: %q", lang, i.Say)
			}
		}
		if examples == 0 {
			t.Errorf("%s: no example among %v", lang, r.Improvements)
		}
	}
	all, err := bank.All()
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		q := &all[i]
		text, lang := q.In("en")
		r := resultOf(t, grade.Answer{Question: q, Language: lang, Text: text.Sample})
		for _, s := range r.Suggestions {
			if q.Type == bank.Behavioral && r.Parts != nil && strings.Contains(s, "example from your own work") || r.Level >= 4 && strings.Contains(s, "three things") ||
				r.Level >= 4 && strings.Contains(s, "words of the question") {
				t.Errorf("%s, level %d: %q", q.ID, r.Level, s)
			}
		}
	}
}

// TestCountedAsAWhole: a story of which no point was recognised wholly is praised for
// what proves it, and its level has a text that does not speak of most points.
func TestCountedAsAWhole(t *testing.T) {
	t.Parallel()
	const story = "Last spring, at my previous company, our team of 6 had to move 40 customers to a new billing system in 9 weeks. " +
		"I promised the date to our director on the 3rd of May. I drew up a list of 25 steps, I called each customer twice and I moved the first 5 myself. " +
		"In week 7 we were late by 12 days. I told the director on the same day and asked for help. I wrote a script that saved 30 hours. " +
		"In the end 38 of the 40 customers were moved, and since then the list is used by 3 teams."
	wholes := 0
	for _, id := range []string{"behavioral-missed-deadline", "behavioral-initiative", "behavioral-say-no"} {
		r := resultOf(t, grade.Answer{Question: question(t, id), Language: "en", Text: story})
		whole := strings.Contains(r.Dimensions[0].Why, "counts as a whole")
		if !whole {
			continue
		}
		wholes++
		if len(r.Strengths) == 0 {
			t.Errorf("%s: score %.1f without a strength", id, r.Score)
		}
		for _, s := range r.Strengths {
			if strings.Contains(s.Text, "example") || strings.Contains(s.Text, "say why") {
				t.Errorf("%s: a story is praised as an example, or its outcome as a reason: %v", id, s)
			}
		}
		if r.Level > 1 && !strings.Contains(r.LevelText, "as a whole") {
			t.Errorf("%s: level %d is said to be %q", id, r.Level, r.LevelText)
		}
	}
	if wholes == 0 {
		t.Error("the story counts as a whole for no question")
	}
}
