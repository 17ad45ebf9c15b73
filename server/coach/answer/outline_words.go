package answer

import "regexp"

var yearIn = regexp.MustCompile(`\b(?:19|20)\d\d\b`)

// outlineText are the fixed sentences of outlines in one language.
type outlineText struct {
	label, fromCV, noCV, cover, fromJD string
	prepare                            []string
	situation, task, action, result    string
	general, technical, caseSteps      []string
	// skill has one %s for a technology.
	skill string
}

// outlineWords are the sentences in a language, or in English.
func outlineWords(code string) outlineText {
	if w, ok := outlineTexts[code]; ok {
		return w
	}
	return outlineTexts["en"]
}

var outlineTexts = map[string]outlineText{
	"en": {
		label: "Outline made without a language model: lines from your CV and points to cover, not an answer.", fromCV: "From your CV:", noCV: "Nothing in a CV to draw on. Prepare:", cover: "Cover:", fromJD: "The job asks for:",
		prepare:   []string{"one example from your own work", "your part in it", "a result you can prove"},
		situation: "Situation: where and when it was", task: "Task: what had to be achieved", action: "Action: what you yourself did", result: "Result: what came of it, with a figure if you have one",
		general:   []string{"who you are in one sentence", "the experience that fits best", "why this role"},
		technical: []string{"the direct answer first", "how it works and why", "trade-offs and limits", "where you used it"},
		caseSteps: []string{"ask what is unclear", "state your assumptions", "a structure of three or four steps", "risks, and your recommendation"}, skill: "what you did with %s",
	},
	"ru": {
		label: "План составлен без языковой модели: строки вашего резюме и пункты ответа, а не сам ответ.", fromCV: "Из вашего резюме:", noCV: "В резюме нет подходящего. Подготовьте:", cover: "Что сказать:", fromJD: "В вакансии просят:",
		prepare:   []string{"пример из вашей работы", "вашу роль в нём", "результат, который можно подтвердить"},
		situation: "Ситуация: где и когда это было", task: "Задача: чего нужно было достичь", action: "Действия: что сделали вы сами", result: "Результат: чем закончилось, с цифрой, если она есть",
		general:   []string{"кто вы, одним предложением", "самый подходящий опыт", "почему эта должность"},
		technical: []string{"сначала прямой ответ", "как это работает и почему", "компромиссы и ограничения", "где вы это применяли"},
		caseSteps: []string{"уточните неясное", "назовите допущения", "структура из трёх-четырёх шагов", "риски и ваша рекомендация"}, skill: "что вы делали с %s",
	},
	"uz": {
		label: "Reja til modelisiz tuzildi: rezyumengizdagi satrlar va aytiladigan fikrlar, tayyor javob emas.", fromCV: "Rezyumengizdan:", noCV: "Rezyumedan mos narsa yo'q. Tayyorlang:", cover: "Ayting:", fromJD: "Vakansiya talabi:",
		prepare:   []string{"o'z ishingizdan bitta misol", "undagi rolingiz", "isbotlay oladigan natija"},
		situation: "Vaziyat: qayerda va qachon bo'lgan", task: "Vazifa: nimaga erishish kerak edi", action: "Harakat: o'zingiz nima qildingiz", result: "Natija: nima bilan tugadi, bo'lsa raqam bilan",
		general:   []string{"kimsiz, bitta gapda", "eng mos tajriba", "nega aynan shu lavozim"},
		technical: []string{"avval to'g'ridan-to'g'ri javob", "qanday ishlaydi va nega", "afzallik va cheklovlar", "qayerda qo'llagansiz"},
		caseSteps: []string{"noaniq joyini so'rang", "taxminlaringizni ayting", "uch-to'rt bosqichli tuzilma", "xavflar va tavsiyangiz"}, skill: "%s bilan nima qilgansiz",
	},
	"es": {
		label: "Esquema hecho sin modelo de lenguaje: líneas de su CV y puntos que tratar, no una respuesta.", fromCV: "De su CV:", noCV: "Nada en un CV de lo que partir. Prepare:", cover: "Trate:", fromJD: "El puesto pide:",
		prepare:   []string{"un ejemplo de su trabajo", "su papel en él", "un resultado que pueda probar"},
		situation: "Situación: dónde y cuándo fue", task: "Tarea: qué había que lograr", action: "Acción: qué hizo usted", result: "Resultado: en qué acabó, con una cifra si la tiene",
		general:   []string{"quién es en una frase", "la experiencia que mejor encaja", "por qué este puesto"},
		technical: []string{"primero la respuesta directa", "cómo funciona y por qué", "ventajas y límites", "dónde lo ha usado"},
		caseSteps: []string{"pregunte lo que no esté claro", "diga sus supuestos", "una estructura de tres o cuatro pasos", "riesgos y su recomendación"}, skill: "qué hizo con %s",
	},
	"de": {
		label: "Gliederung ohne Sprachmodell: Zeilen aus Ihrem Lebenslauf und Punkte, die Sie nennen sollten, keine Antwort.", fromCV: "Aus Ihrem Lebenslauf:", noCV: "Kein Lebenslauf als Grundlage. Bereiten Sie vor:", cover: "Sprechen Sie an:", fromJD: "Die Stelle verlangt:",
		prepare:   []string{"ein Beispiel aus Ihrer Arbeit", "Ihren Anteil daran", "ein belegbares Ergebnis"},
		situation: "Situation: wo und wann es war", task: "Aufgabe: was erreicht werden sollte", action: "Handlung: was Sie selbst getan haben", result: "Ergebnis: was daraus wurde, mit einer Zahl, wenn Sie eine haben",
		general:   []string{"wer Sie sind, in einem Satz", "die passendste Erfahrung", "warum diese Stelle"},
		technical: []string{"zuerst die direkte Antwort", "wie es funktioniert und warum", "Abwägungen und Grenzen", "wo Sie es eingesetzt haben"},
		caseSteps: []string{"Unklares erfragen", "Annahmen nennen", "drei oder vier Schritte", "Risiken und Ihre Empfehlung"}, skill: "was Sie mit %s gemacht haben",
	},
	"fr": {
		label: "Plan établi sans modèle de langage : lignes de votre CV et points à aborder, pas une réponse.", fromCV: "Dans votre CV :", noCV: "Aucun CV sur lequel s'appuyer. Préparez :", cover: "À aborder :", fromJD: "Le poste demande :",
		prepare:   []string{"un exemple tiré de votre travail", "votre rôle", "un résultat que vous pouvez prouver"},
		situation: "Situation : où et quand", task: "Tâche : ce qu'il fallait atteindre", action: "Action : ce que vous avez fait vous-même", result: "Résultat : ce qu'il en est sorti, avec un chiffre si possible",
		general:   []string{"qui vous êtes en une phrase", "l'expérience la plus adaptée", "pourquoi ce poste"},
		technical: []string{"d'abord la réponse directe", "comment cela fonctionne et pourquoi", "compromis et limites", "où vous l'avez utilisé"},
		caseSteps: []string{"demandez ce qui n'est pas clair", "énoncez vos hypothèses", "une structure en trois ou quatre étapes", "risques et recommandation"}, skill: "ce que vous avez fait avec %s",
	},
	"pt": {
		label: "Roteiro feito sem modelo de linguagem: linhas do seu currículo e pontos a tratar, não uma resposta.", fromCV: "Do seu currículo:", noCV: "Nada num currículo em que se basear. Prepare:", cover: "Aborde:", fromJD: "A vaga pede:",
		prepare:   []string{"um exemplo do seu trabalho", "o seu papel nele", "um resultado que possa provar"},
		situation: "Situação: onde e quando foi", task: "Tarefa: o que era preciso alcançar", action: "Ação: o que você mesmo fez", result: "Resultado: no que deu, com um número se tiver",
		general:   []string{"quem você é em uma frase", "a experiência que melhor se encaixa", "por que esta vaga"},
		technical: []string{"primeiro a resposta direta", "como funciona e por quê", "vantagens e limites", "onde você usou"},
		caseSteps: []string{"pergunte o que não está claro", "diga suas suposições", "uma estrutura de três ou quatro passos", "riscos e sua recomendação"}, skill: "o que você fez com %s",
	},
	"tr": {
		label: "Taslak dil modeli olmadan hazırlandı: özgeçmişinizden satırlar ve değinilecek noktalar, hazır cevap değil.", fromCV: "Özgeçmişinizden:", noCV: "Özgeçmişte dayanak yok. Hazırlayın:", cover: "Değinin:", fromJD: "İlanda istenen:",
		prepare:   []string{"kendi işinizden bir örnek", "oradaki rolünüz", "kanıtlayabileceğiniz bir sonuç"},
		situation: "Durum: nerede ve ne zaman", task: "Görev: neye ulaşmak gerekiyordu", action: "Eylem: siz ne yaptınız", result: "Sonuç: ne oldu, varsa bir sayıyla",
		general:   []string{"bir cümlede kim olduğunuz", "en uygun deneyiminiz", "neden bu pozisyon"},
		technical: []string{"önce doğrudan cevap", "nasıl ve neden çalıştığı", "ödünleşimler ve sınırlar", "nerede kullandığınız"},
		caseSteps: []string{"belirsiz olanı sorun", "varsayımlarınızı söyleyin", "üç dört adımlık bir yapı", "riskler ve öneriniz"}, skill: "%s ile ne yaptığınız",
	},
	"zh": {
		label: "未使用语言模型的提纲：您简历中的内容和应谈的要点，不是答案。", fromCV: "来自您的简历：", noCV: "没有可用的简历内容。请准备：", cover: "要点：", fromJD: "职位要求：",
		prepare:   []string{"一个您自己工作中的例子", "您在其中的角色", "可以证明的结果"},
		situation: "情境：何时何地", task: "任务：需要达到什么", action: "行动：您自己做了什么", result: "结果：最后如何，有数字请给出",
		general:   []string{"用一句话说明您是谁", "最匹配的经历", "为什么选择这个职位"},
		technical: []string{"先直接回答", "原理和原因", "取舍和局限", "您在哪里用过"},
		caseSteps: []string{"先问清不明之处", "说明假设", "三到四步的结构", "风险和您的建议"}, skill: "您用 %s 做过什么",
	},
	"ar": {
		label: "مخطط أُعدّ دون نموذج لغوي: أسطر من سيرتك الذاتية ونقاط تتناولها، وليس إجابة.", fromCV: "من سيرتك الذاتية:", noCV: "لا توجد سيرة ذاتية للاستناد إليها. حضّر:", cover: "تناول:", fromJD: "تطلب الوظيفة:",
		prepare:   []string{"مثالا من عملك", "دورك فيه", "نتيجة يمكنك إثباتها"},
		situation: "الموقف: أين ومتى", task: "المهمة: ما المطلوب تحقيقه", action: "الفعل: ما قمت به أنت", result: "النتيجة: ما الذي تحقق، مع رقم إن وجد",
		general:   []string{"من أنت في جملة واحدة", "الخبرة الأنسب", "لماذا هذه الوظيفة"},
		technical: []string{"الإجابة المباشرة أولا", "كيف يعمل ولماذا", "المفاضلات والحدود", "أين استخدمته"},
		caseSteps: []string{"اسأل عما هو غير واضح", "اذكر افتراضاتك", "هيكل من ثلاث أو أربع خطوات", "المخاطر وتوصيتك"}, skill: "ما الذي فعلته باستخدام %s",
	},
}
