package guard

import "slices"

// Stock reports text that is, as a whole, one of the phrases that Whisper
// learnt from the ends of videos. People say some of them, so the caller asks
// only about text that is doubtful anyway. An empty language means any.
func Stock(text, language string) bool {
	text = Normal(text)
	for code, list := range phrases() {
		if language != "" && language != code {
			continue
		}
		if slices.ContainsFunc(list, func(p string) bool { return Normal(p) == text }) {
			return true
		}
	}
	return false
}

func phrases() map[string][]string {
	return map[string][]string{
		"en": {
			"you", "thank you", "thanks for watching", "thank you for watching", "thank you so much for watching",
			"please subscribe", "please subscribe to my channel", "like and subscribe", "see you next time",
			"see you in the next video", "bye", "bye bye", "subtitles by the amara.org community",
		},
		"ru": {
			"продолжение следует", "спасибо за просмотр", "субтитры сделал dimatorzok", "субтитры создавал dimatorzok",
			"подписывайтесь на канал", "редактор субтитров а.семкин корректор а.егорова", "всем пока",
		},
		"uz": {"eʼtiboringiz uchun rahmat", "e'tiboringiz uchun rahmat", "kanalimizga obuna bo'ling", "rahmat", "обуна бўлинг"},
		"es": {
			"gracias", "gracias por ver el video", "muchas gracias por ver el video", "suscríbete al canal",
			"subtítulos realizados por la comunidad de amara.org", "hasta la próxima",
		},
		"de": {
			"vielen dank", "vielen dank fürs zuschauen", "danke fürs zuschauen", "bis zum nächsten mal",
			"untertitel der amara.org-community", "untertitel im auftrag des zdf für funk 2017", "untertitelung des zdf 2020",
		},
		"fr": {
			"merci", "merci d'avoir regardé cette vidéo", "merci d'avoir regardé", "abonnez-vous",
			"sous-titres réalisés par la communauté d'amara.org", "sous-titrage société radio-canada",
		},
		"pt": {
			"obrigado", "obrigado por assistir", "obrigada por assistir", "inscreva-se no canal", "até a próxima",
			"legendas pela comunidade amara.org", "legendas pela comunidade das legendas em português",
		},
		"tr": {"izlediğiniz için teşekkür ederim", "izlediğiniz için teşekkürler", "abone olmayı unutmayın", "altyazı m.k.", "teşekkürler"},
		"zh": {
			"谢谢观看", "謝謝觀看", "感谢观看", "谢谢大家", "字幕由amara.org社区提供", "字幕由 Amara.org 社群提供", "请不吝点赞 订阅 转发 打赏支持明镜与点点栏目",
			"請不吝點贊 訂閱 轉發 打賞支持明鏡與點點欄目", "字幕志愿者 李宗盛", "中文字幕志愿者 李宗盛",
		},
		"ar": {"شكرا", "شكرا للمشاهدة", "شكرا لكم على المشاهدة", "اشتركوا في القناة", "ترجمة نانسي قنقر", "ترجمة نانسي قنقور"},
	}
}
