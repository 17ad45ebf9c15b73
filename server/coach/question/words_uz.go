package question

var uzbek = rules{
	fillers:    []string{"yaxshi", "juda yaxshi", "xo'sh", "demak", "mayli", "rahmat", "katta rahmat", "xo'p", "ha", "va", "endi", "keyin", "iltimos", "keyingi savol", "yana bir savol", "zo'r", "ajoyib", "tushunarli", "salom", "assalomu alaykum", "avval", "birinchidan", "savolim"},
	openers:    []string{"nima", "nimani", "nimaga", "nimada", "kim", "qanday", "qanaqa", "qaysi", "nega", "nima uchun", "qachon", "qayerda", "qayerga", "qancha", "nechta", "necha"},
	inner:      []string{"nima uchun", "qanday qilib", "qanday", "qaysi", "nechta", "qanaqa", "farqi nimada", "nimadan iborat", "bormi", "kimsiz", "nega siz", "nima edi"},
	enders:     []string{"*mi", "*misiz", "*mikan", "*chi", "nima", "qanday", "nega", "qachon", "qancha"},
	requests:   []string{"aytib bering", "gapirib bering", "ayting", "tushuntiring", "tushuntirib bering", "tasvirlang", "misol keltiring", "o'zingiz haqingizda", "so'zlab bering", "sanab bering", "taqqoslang"},
	invites:    []string{"aytib bering", "aytib bersangiz", "gapirib bering", "gapirib bersangiz", "so'zlab bering", "so'zlab bersangiz", "tushuntirib bering", "tushuntiring", "tasvirlab bering", "misol keltiring", "bilmoqchi edim", "so'ramoqchi", "haqida gapir*", "haqida ayt*"},
	setups:     []string{"tasavvur qiling", "faraz qiling", "aytaylik"},
	remarks:    []string{"men sizga", "biz", "keling boshlaymiz", "boshlaymiz", "mening ismim", "kompaniyamiz", "bizning kompaniya*", "tanishganimdan", "rahmat", "bir daqiqa", "bir soniya", "kechirasiz", "xavotir olmang", "hozir men"},
	chatter:    []string{"eshityapsizmi", "eshitilyaptimi", "ovozim eshitil*", "ekranimni ko'r*", "ekran ko'rin*", "qalaysiz", "yaxshimisiz", "ishlaringiz qalay", "tayyormisiz", "boshlaylikmi", "ko'rinyaptimi", "tushunarlimi", "bog'lanamiz", "ob havo"},
	whole:      []string{"ha", "yo'q", "shundaymi", "rostdanmi", "to'g'rimi", "tushunarli", "rahmat", "a"},
	tags:       []string{"to'g'rimi", "shundaymi", "a"},
	you:        []string{"siz", "sizning", "sizga", "sizda", "sizni", "o'zingiz*", "o'zingizni"},
	matter:     []string{"sizning tajribangiz", "tajribangiz", "kuchli tomonlaringiz", "zaif tomonlaringiz", "o'zingiz haqingizda"},
	follow:     []string{"nega", "nima uchun", "va nega", "masalan", "yana nima", "keyin chi", "unda", "batafsilroq", "ikkinchisi", "natija qanday", "natijasi qanday", "xo'sh nega"},
	refer:      []string{"bu", "buni", "bunda", "uni", "unda", "o'sha", "shu", "ular", "ularni", "bunga", "shunda"},
	backward:   []string{"siz aytgan", "aytgan edingiz", "aytdingiz", "eslatib o'tgan", "yuqorida aytgan", "o'sha loyiha*", "ikkinchisi", "avvalgi savol"},
	dangling:   []string{"va", "yoki", "lekin", "ammo", "chunki", "agar", "uchun", "bilan", "haqida", "sizning", "qaysi", "qanday", "bu", "shu", "ki", "hamda"},
	behavioral: []string{"vaziyat*", "holat*", "mojaro*", "nizo*", "qiyin*", "xato*", "muvaffaqiyatsiz*", "faxrlan*", "yutug*", "misol keltiring", "qanday hal qil*", "tanqid*"},
	technical:  []string{"farqi", "farq*", "algoritm*", "ma'lumotlar bazasi", "ma'lumotlar tuzilma*", "kod", "dastur*", "funksiya*", "indeks*", "tranzaksiya*", "interfeys*", "tarmoq*", "protokol*", "qanday ishlaydi", "arxitektura*", "so'rov*"},
	cases:      []string{"tasavvur qiling", "faraz qiling", "aytaylik", "nima qilgan bo'lardingiz", "nima qilar edingiz"},
}
