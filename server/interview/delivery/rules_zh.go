package delivery

// chinese are the fillers of Chinese, character by character. "那个" before a
// noun points at something; set off by signs it fills.
func chinese() []rule {
	return []rule{
		{say: "嗯", cases: []string{always}},
		{say: "呃", cases: []string{always}},
		{say: "额", cases: []string{"+ ,|. ~ ,|."}},
		{say: "那 个", name: "那个", cases: []string{"+ ,|. ~ ,", "+ 我|们|他|她|嗯|呃|就 ~ ,", "+ 嗯|呃 ~"}},
		{say: "这 个", name: "这个", cases: []string{"+ ,|. ~ ,", "+ 我|们|他|她|嗯|呃 ~ ,", "+ 嗯|呃 ~"}},
		{say: "就 是 说", name: "就是说", cases: []string{"- 也 ~", "+ ,|. ~"}},
		{say: "就 是", name: "就是", cases: []string{"+ ,|. ~ ,", "+ 嗯|呃 ~"}},
		{say: "怎 么 说 呢", name: "怎么说呢", cases: []string{always}},
		{say: "然 后", name: "然后", cases: []string{"+ ,|. ~ ,"}},
		{say: "你 知 道", name: "你知道", cases: []string{"+ ,|. ~ ,"}},
		{say: "对 吧", name: "对吧", cases: []string{"+ , ~ .|,"}},
	}
}
