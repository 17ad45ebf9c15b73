package grade_test

import "testing"

// TestDenials: a point is made or not by what the speaker says to have done or
// to know, in every language.
func TestDenials(t *testing.T) {
	const query, deadline = "backend-slow-query", "behavioral-missed-deadline"
	more := map[string]string{
		"en": " That is how our team works with such tasks in the office every week.",
		"ru": " Так наша группа работает с такими делами в офисе каждую неделю.",
	}
	for _, test := range []struct {
		question, lang, point, text string
		want                        bool
	}{
		{query, "en", "index", "I added a composite index for the filter.", true},
		{query, "en", "index", "I never used a composite index.", false},
		{query, "en", "index", "I have never worked with databases, a composite index, a partial index.", false},
		{query, "en", "index", "I don't know what a composite index is.", false},
		{query, "en", "index", "What a composite index is, I don't know.", false},
		{query, "en", "index", "I haven't heard of a composite index.", false},
		{query, "en", "index", "I have no experience with a composite index.", false},
		{query, "en", "index", "I have never used Oracle, but I added a composite index there too.", true},
		{query, "en", "index", "I did not add an index.", false},
		{query, "en", "index", "We did not guess; we added a composite index.", true},
		{query, "en", "plan", "I don't change anything before I have read the execution plan.", true},
		{query, "ru", "index", "Добавил составной индекс под фильтр.", true},
		{query, "ru", "index", "Никогда не использовал составной индекс.", false},
		{query, "ru", "index", "Не знаю, что такое составной индекс.", false},
		{query, "ru", "index", "Составной индекс я никогда не использовал.", false},
		{query, "ru", "index", "С Oracle никогда не работал, но составной индекс добавлял.", true},
		{query, "ru", "plan", "Ничего не меняю, пока не посмотрю план выполнения.", true},
		{deadline, "en", "early", "I warned early.", true},
		{deadline, "en", "early", "I didn't warn them early.", false},
		{deadline, "uz", "early", "Rahbarni darhol ogohlantirdim va kechikish sababini aytib berdim.", true},
		{deadline, "uz", "early", "Rahbarni darhol ogohlantirmadim va kechikish sababini yashirdim, keyin esa kech bo'ldi.", false},
		{deadline, "es", "early", "Avisé el mismo día a la directora y le conté el problema con los datos.", true},
		{deadline, "es", "early", "No avisé el mismo día a la directora ni le conté el problema con los datos.", false},
		{deadline, "de", "early", "Ich habe die Leiterin sofort gewarnt und ihr das Problem mit den Daten erklärt.", true},
		{deadline, "de", "early", "Ich habe die Leiterin nie sofort gewarnt, und das Problem mit den Daten blieb liegen.", false},
		{deadline, "fr", "early", "J'ai prévenu la directrice le jour même et expliqué le problème des données.", true},
		{deadline, "fr", "early", "Je n'ai pas prévenu la directrice le jour même, et le problème des données est resté.", false},
		{deadline, "pt", "early", "Avisei no mesmo dia a diretora e expliquei o problema dos dados.", true},
		{deadline, "pt", "early", "Não avisei no mesmo dia a diretora nem expliquei o problema dos dados.", false},
		{deadline, "tr", "early", "Müdürü hemen uyardım ve veri sorununu açıkça anlattım.", true},
		{deadline, "tr", "early", "Müdürü hemen uyarmadım ve veri sorunu öylece kaldı, sonra geç oldu.", false},
		{deadline, "zh", "early", "我当天就通知了负责人，并且说明了数据的问题。", true},
		{deadline, "zh", "early", "我当天没有通知负责人，数据的问题就一直留在那里。", false},
	} {
		text := test.text + more[test.lang]
		if got := covered(graded(t, test.question, test.lang, text))[test.point]; got != test.want {
			t.Errorf("%s: %q makes %s: %v, want %v", test.lang, text, test.point, got, test.want)
		}
	}
}
