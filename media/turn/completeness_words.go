package turn

// lexicons are the languages that more than punctuation is known of. Words
// joined with "_" in never and seldom are phrases; Chinese ones are written as
// they are. The lists hold what ends or begins speech in interviews, not
// grammar: a word belongs here if hearing it last means that more will follow.
var lexicons = map[string]*lexicon{
	"en": {
		never: set(`and or but because so_we so_i so_you so_they so_that so_if if although though while whereas unless until
			than the a an my your our their its this_is that_is which_is is_a um uh uhm erm er hmm like_a
			i_think_that im youre were_going_to going_to want_to wanted_to need_to needed_to have_to had_to
			tell_me_about_a tell_me_about_your as_well_as such_as for_example you_know i_mean kind_of sort_of lets_say
			especially including between whether when_you when_i when_we when_they if_you if_we if_they that_you
			that_we where_you where_we how_you how_we what_you as_you because_you because_we because_i because_it`),
		seldom: set(`so then when where who which what that to of in on at by for from with about into onto as like
			through during without within against towards are is was were be been being do does did can could would
			should will have has had not very really quite also just we i they he she well okay_so and_then
			some any every each more most using`),
		lead: set(`so ok okay well and now alright all right great good um uh uhm yeah yes no hi hello hey thanks thank
			you perfect nice cool excellent awesome interesting fine sure then next first second finally lastly also but
			got it i see my question is`),
		opens: phrases(`what,whats,how,hows,why,when,where,who,whos,which,whose,whom,tell me,tell us,describe,explain,
			walk me,walk us,talk me,talk us,talk about,give me,give us,show me,show us,share,name,list,compare,define,imagine,suppose,
			can you,could you,would you,will you,do you,did you,does,have you,has,had you,are you,are there,were you,was there,
			is there,is it,is this,is that,should,shall we,may i ask,any,i would like to hear,id like to hear,id like to know,
			id like you to,i want to know,i want you to,lets talk about,lets say,please,outline,summarize,introduce yourself,write,design,implement`),
		anywhere: phrases(`tell me about,tell us about,can you tell,can you describe,can you explain,can you give,could you tell,
			could you describe,could you explain,how would you,how do you,how did you,what would you,what is your,what are your,what do you,
			what did you,what was your,why do you,why did you,walk me through,i wonder,do you have,have you ever,what about,how about`),
	},
	"ru": {
		never: set(`и а но или либо потому_что потому поскольку чтобы если хотя то_есть например ну вот эм э ээ эээ мм как_бы
			типа так_что который которая которое которые между`),
		seldom: set(`что как когда где в на с со к ко по о об от до для из за при без через под над про у не мы я вы ваш ваша
			ваше ваши ваш мой свой это этот так же тоже очень более самый`),
		lead: set(`так ну хорошо окей ок и а итак тогда отлично понятно спасибо здравствуйте привет да нет ясно теперь скажите пожалуйста`),
		opens: phrases(`что,как,какой,какая,какое,какие,каким,какую,каков,почему,зачем,когда,где,куда,откуда,кто,кого,кому,чем,чей,
			сколько,расскажите,расскажи,опишите,объясните,поясните,приведите,назовите,поделитесь,представьте,сравните,
			можете,могли бы,можешь,есть ли,был ли,были ли,знаете ли,приходилось ли,у вас есть,вы когда,давайте поговорим,в чём,в чем,о чём,о чем,с какими,на каких`),
		anywhere: phrases(`расскажите о,расскажите про,можете рассказать,не могли бы,могли бы вы,как вы,почему вы,какие у вас,что вы,есть ли у вас`),
	},
	"uz": {
		never:  set(`va yoki lekin ammo biroq chunki agar masalan yani shuning_uchun hamda balki xuddi eee ee mm haligi`),
		seldom: set(`bu shu uchun bilan haqida men siz biz juda ham keyin demak bir qaysi sizning mening`),
		lead:   set(`xosh demak yaxshi ok mayli endi unda rahmat ha yoq salom assalomu alaykum iltimos va`),
		tail:   set(`mi misiz`),
		opens: phrases(`nima,nimaga,nega,qanday,qanaqa,qachon,qayerda,qaysi,kim,qancha,necha,aytib bering,gapirib bering,tushuntiring,
			tushuntirib bering,tavsiflang,ozingiz haqingizda,sizning,siz qanday,menga`),
		anywhere: phrases(`aytib bering,gapirib bering,tushuntirib bering,nima uchun,qanday qilib,qanday,nega,bormi,qildingizmi,bilasizmi,olasizmi`),
	},
	"es": {
		never: set(`y e o u pero porque aunque si el la los las un una unos unas mi tu su sus nuestro nuestra es_decir por_ejemplo
			para_que así_que de_la de_los en_el eh em este_eh o_sea entre`),
		seldom: set(`que como cuando donde de en con por para a al del sobre sin hasta desde entonces también muy más no se me te lo yo usted
			es son está ha he qué`),
		lead: set(`bueno pues vale entonces y ok okay bien gracias hola perfecto genial muy sí si no claro ahora entiendo primero`),
		opens: phrases(`qué,que es,cuál,cual,cuáles,cómo,como,por qué,cuándo,dónde,quién,quiénes,cuánto,cuántos,cuánta,cuéntame,cuénteme,
			cuéntanos,háblame,hábleme,háblanos,dime,dígame,describe,describa,explica,explique,explícame,explíqueme,dame,deme,
			puedes,puede,podrías,podría,tienes,tiene,has,ha,hay,eres,es usted,imagina,imagine,me puedes,me gustaría saber,en qué,con qué,de qué`),
		anywhere: phrases(`cuéntame,cuénteme,háblame,hábleme,puedes contarme,podrías contarme,podría describir,por qué,qué es lo,cuál es,cuáles son`),
	},
	"de": {
		never: set(`und oder aber weil denn dass ob wenn obwohl damit sodass falls der die das_ein ein eine einen einem einer mein meine
			unser unsere ihr_e zum_beispiel äh ähm öhm hm also_wir das_heißt sowie zwischen sondern`),
		seldom: set(`das den dem des wie als wo was in im auf zu zum zur für von vom bei mit nach über unter aus durch gegen ohne um an am
			ist sind war hat haben ich wir sie er es nicht sehr auch so dann also ihre ihren ihrer`),
		lead: set(`also ja so gut okay ok und nun dann super danke hallo schön prima genau alles klar nein jetzt bitte vielleicht`),
		opens: phrases(`was,wie,warum,weshalb,wieso,wann,wo,woher,wohin,wer,wen,wem,welche,welcher,welches,welchen,wozu,womit,worin,woran,
			erzählen,erzähl,beschreiben,beschreib,erklären,erklär,nennen,schildern,können sie,könnten sie,kannst du,könntest du,
			haben sie,hast du,sind sie,bist du,würden sie,würdest du,gibt es,möchten sie,stellen sie sich,geben sie,in welcher,mit welchen,was für`),
		anywhere: phrases(`erzählen sie,können sie,könnten sie,beschreiben sie,erklären sie,wie würden sie,was würden sie,haben sie schon`),
	},
	"fr": {
		never: set(`et ou mais parce_que parce car donc_nous si le la les l un une des mon ma mes ton ta votre vos notre nos leur leurs
			c_est_à_dire cest_à_dire par_exemple afin_de afin euh heu hum ben bah puisque quoique tandis_que entre lorsque alors_que`),
		seldom: set(`que qui quand où comme de du d à au aux en dans sur sous avec sans pour par chez vers depuis est sont était ai a ne
			pas très plus aussi je nous vous il elle on donc alors quel quelle quels quelles ce cette ces`),
		lead: set(`alors donc bon bien ok daccord et oui non merci bonjour très parfait super voilà maintenant ensuite enfin ah eh`),
		opens: phrases(`que,quoi,quel,quelle,quels,quelles,comment,pourquoi,quand,où,qui,combien,est ce que,quest ce que,quest,parlez,parle moi,
			racontez,raconte,décrivez,décris,expliquez,explique,dites,dis moi,donnez,donne,présentez,pouvez,pourriez,peux tu,pourrais tu,
			avez vous,as tu,êtes vous,es tu,y a t il,auriez vous,imaginez,de quelle,dans quel,avec quels,à quoi`),
		anywhere: phrases(`parlez moi,pouvez vous,pourriez vous,est ce que,quest ce que,comment avez vous,pourquoi avez vous,racontez moi,expliquez moi`),
	},
	"pt": {
		never: set(`e ou mas porque pois embora se o a_sua os as um uma uns umas meu minha seu sua nosso nossa por_exemplo ou_seja
			para_que então_a é_um hã hum ahn tipo_assim enquanto caso entre`),
		seldom: set(`a que como quando onde de do da dos das em no na nos nas com por pelo pela para ao à sobre sem até desde então também
			muito mais não eu você nós ele ela é são foi está tem`),
		lead: set(`bom bem então ok certo e tá sim não obrigado obrigada olá oi perfeito ótimo legal agora entendi primeiro muito`),
		opens: phrases(`o que,que,qual,quais,como,por que,porque você,quando,onde,quem,quanto,quantos,quanta,conte,conta,fale,fala,me fale,
			me conte,me diga,diga,descreva,explique,explica,dê,cite,pode,poderia,você pode,você poderia,você tem,você já,tem,existe,
			imagine,suponha,gostaria de saber,em que,com que,de que forma`),
		anywhere: phrases(`me fale,me conte,pode me,poderia me,fale sobre,conte sobre,por que você,como você,o que você,quais são,qual é`),
	},
	"tr": {
		never:  set(`ve veya ya_da ama fakat ancak çünkü eğer ki yani mesela örneğin hani şey ııı eee hem ise diye oysa`),
		seldom: set(`bir bu şu o için ile gibi kadar daha çok en de da ben siz biz nasıl ne hangi sizin benim sonra`),
		lead:   set(`peki tamam evet hayır şimdi o zaman güzel teşekkürler merhaba anladım harika ve lütfen`),
		tail: set(`mi mı mu mü misiniz mısınız musunuz müsünüz misin mısın musun müsün miydi mıydı nedir neler nelerdir kimdir nasıldır
			neden niçin niye nasıl`),
		opens: phrases(`ne,neden,niçin,niye,nasıl,hangi,nerede,kim,kaç,bana,bize,kendinizden,kendinizi,anlatır,anlatın,açıklayın,tarif edin,
			bahsedin,örnek verin,söyleyin`),
		anywhere: phrases(`anlatır mısınız,bahseder misiniz,açıklar mısınız,anlatabilir misiniz,söyler misiniz,var mı,oldu mu,neden,nasıl bir,ne zaman,bahsedin,anlatın`),
	},
	"zh": {
		never:  set(`和 或 或者 但 但是 因为 所以 如果 虽然 而且 以及 然后 就是 比如 例如 那个 这个 嗯 呃 额 并且 不过 还有 的话 关于 对于 把 被`),
		seldom: set(`的 在 跟 与 对 从 向 到 给 是 我 你 您 我们 很 也 都 就 那 这 什么样的 一个 一些`),
		tail:   set(`吗 呢 么`),
		opens: phrases(`请,什么,为什么,怎么,如何,哪,谁,多少,几,能不能,可不可以,能否,是否,有没有,你能,您能,你可以,您可以,介绍,说说,谈谈,讲讲,描述,解释,
			你为什么,您为什么,你怎么,您怎么,你觉得,您觉得,你有,您有`),
		lead:     set(`好 那 嗯 行 对 是 谢 的 呃 啊 哦 么 现 在`),
		anywhere: phrases(`为什么,怎么样,什么,如何,能不能,有没有,是不是,请介绍,请谈谈,请说说,介绍一下,谈一谈,说一说,哪些,多少`),
	},
	"ar": {
		never:  set(`و أو أم لكن ولكن لأن لأنه لأنها بسبب إذا لو ثم حيث يعني مثل مثلا كما حتى بينما إلا الذي التي الذين اممم آه إيه بين`),
		seldom: set(`في من على إلى الى عن مع عند أن ان هو هي هذا هذه كان كانت أنا نحن أنت لا ما لم لن قد هل بعد قبل`),
		lead:   set(`حسنا طيب نعم لا شكرا مرحبا أهلا السلام عليكم جيد ممتاز الآن تمام و إذن اذن`),
		opens: phrases(`ما,ماذا,لماذا,كيف,متى,أين,اين,من,أي,اي,كم,هل,حدثني,حدثنا,أخبرني,اخبرني,أخبرنا,اشرح,صف,اذكر,تحدث,احك,قل لي,عرف,
			ممكن,هلا,لم,بماذا,ولماذا,وكيف,وما,وهل`),
		anywhere: phrases(`حدثني عن,أخبرني عن,هل يمكنك,هل لديك,ما هي,ما هو,ماذا عن,كيف تتعامل,لماذا تريد`),
	},
}
