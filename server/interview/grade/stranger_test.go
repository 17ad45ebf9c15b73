package grade_test

import (
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// strangers are good stories that answer none of the bank's questions.
var strangers = map[string][]string{
	"en": {
		`Last spring our reports took 900 milliseconds, which was too slow for the shops. My task was to move the archive to a new machine.
		First I copied 40 tables at night, then I compared the rows with a script, and in the third week I switched the readers over. I wrote
		down each step. In the end the reports took 80 milliseconds, and nobody noticed the move.`,
		`My sister married in June and we were 120 guests. I had to cook for all of them in a kitchen with two stoves. I bought 30 kilos of
		potatoes, I peeled them the night before with my aunt, and I put the meat into the oven at 5 in the morning. At noon everything was on
		the tables, still hot, and 14 people asked me for the recipe.`,
	},
	"ru": {
		`Прошлой весной наши отчёты строились 900 миллисекунд, и магазины жаловались. Мне поручили перенести архив на новую машину. Сначала я
		скопировал ночью 40 таблиц, потом сверил строки скриптом, на третьей неделе переключил чтение. В итоге отчёты строились за 80
		миллисекунд, и никто не заметил переезда.`,
		`В июне моя сестра выходила замуж, гостей было 120. Мне надо было приготовить на всех на кухне с двумя плитами. Я купил 30 килограммов
		картошки, почистил её накануне с тётей и в 5 утра поставил мясо в духовку. К полудню всё стояло на столах горячим, и 14 человек
		попросили рецепт.`,
	},
	"zh": {
		`去年春天，我们的报表要九百毫秒，门店都在抱怨。我的任务是把档案搬到新的机器上。我先在夜里复制了四十张表，然后用脚本核对每一行，第三周切换了读取。
		最后报表只要八十毫秒，没有人发现搬迁。`,
	},
}

// TestStrangers holds that a good story that has nothing to do with a question
// is no good answer to it: without a point it is weak, and with one that it
// touches on by chance at most acceptable.
func TestStrangers(t *testing.T) {
	all, err := bank.All()
	if err != nil {
		t.Fatal(err)
	}
	good, asked := 0, 0
	for i := range all {
		q := &all[i]
		for lang, texts := range strangers {
			if _, ok := q.Texts[lang]; !ok || q.Type == bank.Technical {
				continue
			}
			for _, text := range texts {
				asked++
				r := graded(t, q.ID, lang, text)
				touched := 0
				for _, p := range r.Points {
					if p.Covered || p.Partly {
						touched++
					}
				}
				if touched == 0 && r.Level > 2 || touched == 1 && r.Level > 3 {
					t.Errorf("%s in %s: level %d, %.1f, with %d points touched on", q.ID, lang, r.Level, r.Score, touched)
				}
				if r.Level > 3 {
					good++
				}
			}
		}
	}
	if good*20 > asked {
		t.Errorf("%d of %d strangers are good answers", good, asked)
	}
	t.Logf("%d of %d strangers are good answers", good, asked)
}
