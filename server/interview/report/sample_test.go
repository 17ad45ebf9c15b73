package report_test

import (
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/interview/report"
)

// voice is what a sample report says in one language.
type voice struct {
	title, person, kind, domain, category, question, point, missed, quote, strength, improvement, say, example, answer, summary, rating, advice string
}

var voices = map[string]voice{
	"en": {
		"Backend interview", "Ada Byron", "Technical questions", "Backend", "databases", "A query that was fast last week takes eight seconds today. How do you find out why?",
		"Looks at the execution plan before changing anything", "Checks whether the statistics are out of date", "first of all I look at the query plan",
		"You begin with evidence and not with a guess.", "You do not say how you would confirm it.", "I would compare estimated with actual rows, since stale statistics mislead the planner.",
		"I start with EXPLAIN ANALYZE and compare the estimates with what really came back. If they differ by orders of magnitude, I refresh the statistics before I touch any index.",
		"Well, first of all I look at the query plan, and then I would see if an index is missing. Last year we had exactly this, and it was an index that nobody had put back after a migration.",
		"You explain your steps clearly and support them with what you have seen at work. Numbers are missing: say how slow, how many rows and what became better.",
		"Technical depth", "Leave half a second between sentences.",
	},
	"ru": {
		"Собеседование: бэкенд", "Анна Ковалёва", "Технические вопросы", "Бэкенд", "базы данных", "Запрос, который на прошлой неделе работал быстро, сегодня занимает восемь секунд. Как вы найдёте причину?",
		"Смотрит план выполнения, прежде чем что-то менять", "Проверяет, не устарела ли статистика", "сначала смотрю план запроса",
		"Вы начинаете с фактов, а не с догадок.", "Вы не говорите, как это подтвердить.", "Я сравню ожидаемое число строк с настоящим, потому что устаревшая статистика сбивает планировщик.",
		"Начинаю с EXPLAIN ANALYZE и сравниваю оценки с тем, что вернулось на самом деле. Если они расходятся на порядки, обновляю статистику, прежде чем трогать индексы.",
		"Ну, сначала смотрю план запроса, потом проверяю, нет ли недостающего индекса. В прошлом году у нас было именно так: индекс не вернули после миграции.",
		"Вы ясно объясняете свои шаги и подкрепляете их тем, что видели в работе. Не хватает чисел: насколько медленно, сколько строк и что стало лучше.",
		"Техническая глубина", "Делайте паузу в полсекунды между предложениями.",
	},
	"zh": {
		"后端模拟面试", "李伟", "技术问题", "后端", "数据库", "上周还很快的一条查询，今天要八秒钟。你会怎样找出原因？",
		"在做任何改动之前先看执行计划", "检查统计信息是否已经过期", "我首先会看查询的执行计划",
		"你从证据出发，而不是靠猜测。", "你没有说明怎样验证这一点。", "我会比较估计行数和实际行数，因为过期的统计信息会误导优化器。",
		"我先用 EXPLAIN ANALYZE，把估计值和实际返回的行数作比较。如果相差几个数量级，我会先更新统计信息（ANALYZE），然后才考虑索引。",
		"嗯，我首先会看查询的执行计划，然后检查是不是缺少索引。去年我们就遇到过：数据库迁移之后，有一个索引没有人恢复，结果所有查询都变成了全表扫描。",
		"你把步骤讲得很清楚，并且用工作中的经历来说明。不足之处是缺少数字：到底有多慢、有多少行、改善了多少。",
		"技术深度", "句子之间停顿半秒。",
	},
}

func number(v float64) *float64 { return &v }

// sample is an interview of so many questions, of every kind: good ones, weak
// ones, skipped ones and one that waits for its score.
func sample(lang string, questions int) report.Report {
	v := voices[lang]
	begin := time.Date(2026, 3, 1, 14, 5, 0, 0, time.UTC)
	r := report.Report{
		Language: lang, Title: v.title, Person: v.person, Type: v.kind, Difficulty: "mid", Domain: v.domain,
		Started: begin, Completed: begin.Add(52 * time.Minute), Duration: 41*time.Minute + 7*time.Second,
		Score: number(68.4), Provisional: true,
		Ratings: []report.Rating{
			{Name: v.rating + " A", Value: number(7.25), Answers: 12},
			{Name: v.rating + " B", Value: number(4), Answers: 3},
			{Name: v.rating + " C", Unspoken: true},
		},
		Summary: report.Summary{
			Text: v.summary, Strengths: []string{v.strength, v.point + "."}, Weaknesses: []string{v.improvement},
			Concerns: []string{v.missed + "."}, Recommendations: []string{v.say, v.advice},
		},
		Delivery: &report.Delivery{Advice: v.advice, Figures: []report.Figure{
			{"Pace", "168 wpm", "120–160 wpm"},
			{"Pauses", "14", ""},
			{"Run", "31.6 s", "≤ 60 s"},
		}},
		WithAnswers: true, Grader: "rubric v1, model example-1", Made: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
	}
	for i, score := range []float64{41, 55.5, 48, 62} {
		r.Earlier = append(r.Earlier, report.Earlier{Completed: begin.AddDate(0, 0, 7*(i-5)), Score: score})
	}
	for i := range questions {
		r.Questions = append(r.Questions, question(v, i))
	}
	return r
}

func question(v voice, i int) report.Question {
	q := report.Question{
		Number: i + 1, Text: v.question, Category: v.category, Status: report.Scored, Score: float64(i*17%100) / 10, Level: 1 + i*17%100/20,
		Spent: time.Duration(91+7*i) * time.Second, Limit: 3 * time.Minute, Answer: v.answer + "\n\n" + strings.Repeat(v.answer+" ", i%4),
		Dimensions: []report.Dimension{{"coverage", 3, 2.5, 5}, {"depth", 4, 1.6, 2}, {"structure", 2, 0.8, 2}, {"relevance", 5, 1, 1}},
		Points: []report.Point{
			{Text: v.point, Covered: true, Quotes: []string{v.quote}},
			{Text: v.missed},
			{Text: v.point + " (2)", Covered: true, Quotes: []string{v.quote, v.answer}},
		},
		Strengths: []report.Strength{{v.strength, v.quote}}, Improvements: []report.Improvement{{Text: v.improvement, Say: v.say}},
		Example: v.example,
	}
	switch i % 7 {
	case 3:
		q.Status, q.Answer, q.Spent = report.Skipped, "", 0
	case 5:
		q.Status = report.Waiting
	case 1:
		q.Delivery = &report.Delivery{Figures: []report.Figure{{"Pace", "171 wpm", "120–160 wpm"}, {"Fillers", "4", ""}}, Advice: v.advice}
	}
	return q
}
