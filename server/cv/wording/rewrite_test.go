package wording

import (
	"strings"
	"testing"
	"unicode"
)

type rewrite struct {
	text string
	// want is empty where nothing may change.
	want string
}

// rewriteTests are what people write, by language, and what a native reader
// would take for the same in better words.
var rewriteTests = map[string][]rewrite{
	"en": {
		{"Responsible for managing a team of 5", "Managed a team of 5"},
		{"Was responsible for maintaining 40 servers.", "Maintained 40 servers."},
		{"Responsible for managing the budget and developing reports for 3 regions", "Managed the budget and developed reports for 3 regions"},
		{"Responsible for designing, building and maintaining APIs", "Designed, built and maintained APIs"},
		{"responsible for migrating Oracle to PostgreSQL", "Migrated Oracle to PostgreSQL"},
		{"Responsible for the implementation of a CRM", "Implemented a CRM"},
		{"Responsible for planning of releases", ""},
		{"Responsible for training programs", ""},
		{"Responsible for training 12 new nurses", "Trained 12 new nurses"},
		{"Responsible for managing onboarding and training", ""},
		{"Responsible for managing and the development of staff", ""},
		{"Responsible for managing accounts, cold calling and closing", ""},
		{"Responsible for the development of APIs and implementation of tests", ""},
		{"Responsible for quality", ""},
		{"Duties included preparing tax returns", "Prepared tax returns"},
		{"Was involved in developing the app", "Contributed to developing the app"},
		{"Helped develop the app", ""},
		{"Worked on improving load times by 30%", "Improved load times by 30%"},
		{"Worked on the billing system", ""},
		{"I developed 3 services", "Developed 3 services"},
		{"I have successfully launched 2 products", "Launched 2 products"},
		{"Successfully launched 2 products", "Launched 2 products"},
		{"Was able to reduce costs in order to save $1M", "Reduced costs to save $1M"},
		{"Delivered a very effective plan", ""},
		{"Delivered the project successfully and on time", ""},
		{"Completed the audit successfully.", "Completed the audit."},
		{"Utilized Kafka on a daily basis", "Used Kafka daily"},
		{"Successfully iOS-certified the device", "iOS-certified the device"},
		{"Managed Level I support", ""},
		{"Responsible for managing and leading 5 engineers", "Managed and led 5 engineers"},
		{"Responsible for building maintenance", ""},
		{"Responsible for developing new features, bug fixing and support", ""},
		{"Responsible for managing director's calendar", ""},
		{"Responsible for ensuring deadlines, reporting to the CTO", ""},
		{"Responsible for selling and marketing of products", ""},
		{"I was tasked with migrating the DB while keeping uptime at 99.9%", "Migrated the DB while keeping uptime at 99.9%"},
		{"I have developed software for 5 years", ""},
		{"I have been managing a team", ""},
		{"Was able to successfully increase sales", "Increased sales"},
		{"I, as a lead, managed 5 people", ""},
	},
	"ru": {
		{"Отвечал за разработку API", "Разработка API"},
		{"Отвечала за разработку и поддержку 3 сервисов", "Разработка и поддержка 3 сервисов"},
		{"Отвечал за разработку API и управлял командой", ""},
		{"Отвечал за разработку API, координировал команду", ""},
		{"Отвечал за внедрение CRM и обучение 20 сотрудников", "Внедрение CRM и обучение 20 сотрудников"},
		{"Отвечал за полную разработку модуля", ""},
		{"Занимался тестированием и автоматизацией отчётов", "Тестирование и автоматизация отчётов"},
		{"Занимался разработкой API и наладкой станков", ""},
		{"Осуществление контроля качества", "Контроль качества"},
		{"В мои обязанности входила настройка серверов", "Настройка серверов"},
		{"Ответственный за подбор персонала", "Подбор персонала"},
		{"Участвовал в разработке API", ""},
		{"Работал с клиентами", ""},
		{"Я разработал сервис оплаты", "Разработал сервис оплаты"},
		{"Успешно внедрил 1С:ERP", "Внедрил 1С:ERP"},
		{"Провёл аудит в целях повышения продаж", "Провёл аудит для повышения продаж"},
		{"Готовил отчёты на ежедневной основе", "Готовил отчёты ежедневно"},
		{"Не очень большой проект", ""},
		{"Отвечал за контроль качества и отгрузку", "Контроль качества и отгрузка"},
		{"Занимался созданием сайтов, которые приносили прибыль", ""},
		{"Отвечал за управление командой из 5 человек и бюджетом", ""},
		{"Занимался разработкой, тестированием, внедрением ПО", "Разработка, тестирование, внедрение ПО"},
		{"Осуществление продаж и поддержки", ""},
		{"Я — ответственный сотрудник", ""},
		{"Проект завершён успешно и в срок", ""},
	},
	"es": {
		{"Responsable de gestionar un equipo de 5 personas", "Gestioné un equipo de 5 personas"},
		{"Responsable de la gestión de proyectos", "Gestión de proyectos"},
		{"Encargada del desarrollo de la web", "Desarrollo de la web"},
		{"Responsable de diseñar e implementar APIs", "Diseñé e implementé APIs"},
		{"Responsable de gestionar pedidos y de atender clientes", ""},
		{"Responsable de gestionar pedidos y facturar", ""},
		{"Responsable de la gestión y de la coordinación", ""},
		{"Responsable de calidad", ""},
		{"Me encargaba de supervisar a 8 técnicos", "Supervisé a 8 técnicos"},
		{"Participé en el desarrollo de la app", ""},
		{"Yo gestioné la cuenta", "Gestioné la cuenta"},
		{"Yo mismo gestioné la cuenta", ""},
		{"Responsable de la gestión del equipo y el desarrollo de producto", ""},
		{"Responsable de mejorar el rendimiento, reducir costes y formar al personal", "Mejoré el rendimiento, reduje costes y formé al personal"},
		{"Responsable de coordinar y ayudar al equipo", ""},
		{"Mis funciones eran atender llamadas y gestionar 30 citas", "Atendí llamadas y gestioné 30 citas"},
		{"Rediseñé el proceso con el fin de reducir costes", "Rediseñé el proceso para reducir costes"},
		{"Lancé la app con éxito", "Lancé la app"},
	},
	"pt": {
		{"Responsável por gerenciar 5 analistas", "Gerenciei 5 analistas"},
		{"Responsável pela gestão de projetos", "Gestão de projetos"},
		{"Responsável pelo desenvolvimento de APIs", "Desenvolvimento de APIs"},
		{"Responsável pelo desenvolvimento e pela manutenção de APIs", ""},
		{"Responsável por criar e manter relatórios", "Criei e mantive relatórios"},
		{"Responsável por criar relatórios e faturar", ""},
		{"Responsável por qualidade", ""},
		{"Participei do projeto X", ""},
		{"Responsável pela gestão e o desenvolvimento", ""},
		{"Responsável por controlar o estoque e emitir notas", "Controlei o estoque e emiti notas"},
		{"Eu desenvolvi 3 sistemas", "Desenvolvi 3 sistemas"},
		{"Implantei o ERP com sucesso", "Implantei o ERP"},
		{"Revisei contratos com o objetivo de reduzir riscos", "Revisei contratos para reduzir riscos"},
	},
	"fr": {
		{"Responsable de la gestion de 3 projets", "Gestion de 3 projets"},
		{"Chargée du suivi des commandes", "Suivi des commandes"},
		{"Chargé de l'analyse des données", "Analyse des données"},
		{"Responsable de la gestion et du suivi", ""},
		{"Chargé de développer les outils", ""},
		{"Responsable qualité", ""},
		{"J'ai développé et j'ai livré 3 applications", ""},
		{"J'ai été promu", ""},
		{"J'ai développé une application", "Développé une application"},
		{"Participation à la refonte du site", ""},
		{"Refonte du site afin de réduire les délais", "Refonte du site pour réduire les délais"},
		{"Projet livré avec succès", "Projet livré"},
	},
	"de": {
		{"Verantwortlich für die Entwicklung von APIs", "Entwicklung von APIs"},
		{"Verantwortlich für den Aufbau und den Betrieb der Plattform", ""},
		{"Verantwortlich für den Aufbau der Plattform", "Aufbau der Plattform"},
		{"Zuständig für Planung und Durchführung von 12 Schulungen", "Planung und Durchführung von 12 Schulungen"},
		{"Zu meinen Aufgaben gehörte die Betreuung von 30 Kunden", "Betreuung von 30 Kunden"},
		{"Verantwortlich für den technischen Support", ""},
		{"Mitarbeit an der Entwicklung der App", ""},
		{"Verantwortlich für Planung, Einkauf und den Vertrieb", ""},
		{"Zu meinen Aufgaben gehörten die Planung und die Betreuung", ""},
		{"Erfolgreiche Einführung von SAP", ""},
		{"Migration erfolgreich abgeschlossen", ""},
		{"Erfolgreich neue Kunden gewonnen", "Neue Kunden gewonnen"},
		{"Abstimmung mit Kunden auf täglicher Basis", "Abstimmung mit Kunden täglich"},
	},
	"tr": {
		{"Mobil uygulamaların geliştirilmesinden sorumluydum", "Mobil uygulamaların geliştirilmesi"},
		{"Mobil uygulamalar geliştirmekten sorumluydum.", "Mobil uygulamalar geliştirdim."},
		{"API tasarlamak ve geliştirmekten sorumluydum", ""},
		{"5 kişilik ekibin yönetiminden sorumlu", "5 kişilik ekibin yönetimi"},
		{"Projelerde görev aldım", ""},
		{"Ben de katıldım", ""},
		{"Proje yönetiminden ve bütçeden sorumluydum", ""},
		{"Ben 3 uygulama geliştirdim", "3 uygulama geliştirdim"},
		{"İki projeyi başarıyla tamamladım", "İki projeyi tamamladım"},
		{"Başarıyla iki proje tamamladım", "İki proje tamamladım"},
	},
	"uz": {
		{"Mobil ilovalarni ishlab chiqish uchun mas'ul edim", "Mobil ilovalarni ishlab chiqish"},
		{"Serverlarni sozlash uchun javobgar", "Serverlarni sozlash"},
		{"Jamoa uchun mas’ul edim", ""},
		{"Men 3 ta xizmat yaratdim", "3 ta xizmat yaratdim"},
		{"Loyihani muvaffaqiyatli yakunladim", "Loyihani yakunladim"},
		{"Лойиҳани муваффақиятли якунладим", "Лойиҳани якунладим"},
		{"Loyihada ishtirok etdim", ""},
		{"Men ham loyiha yaratdim", ""},
		{"Men va jamoam", ""},
		{"Jamoani boshqarish va rivojlantirish uchun mas'ul edim", "Jamoani boshqarish va rivojlantirish"},
	},
}

func TestRewrites(t *testing.T) {
	for _, lang := range Languages() {
		t.Run(lang, func(t *testing.T) {
			w := For(lang)
			for _, test := range rewriteTests[lang] {
				want := test.want
				if want == "" {
					want = test.text
				}
				got, hits := w.Rewrite(test.text)
				if got != want {
					t.Errorf("%q\n became %q\n   want %q", test.text, got, want)
				}
				if (len(hits) > 0) != (got != test.text) {
					t.Errorf("%q: %d hits, but the text is %q", test.text, len(hits), got)
				}
				if again, _ := w.Rewrite(got); again != got {
					t.Errorf("%q changes once more, into %q", got, again)
				}
				if a, b := facts(test.text), facts(got); a != b {
					t.Errorf("%q: numbers and names %q became %q", test.text, a, b)
				}
			}
		})
	}
}

// facts are the words of a text with digits or with capitals inside.
func facts(text string) string {
	var all []string
	for _, s := range strings.Fields(text) {
		if strings.ContainsAny(s, "0123456789$%") || strings.IndexFunc(s[1:], unicode.IsUpper) >= 0 {
			all = append(all, strings.Trim(s, ".,"))
		}
	}
	return strings.Join(all, " ")
}

func TestRewritesOfPresentJobs(t *testing.T) {
	for text, want := range map[string]string{
		"Responsible for managing and developing 2 teams": "Manage and develop 2 teams",
		"I have reduced costs":                            "Reduced costs",
	} {
		if got, _ := For("en").RewritePresent(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
	for lang, test := range map[string]rewrite{
		"es": {"Responsable de gestionar y coordinar el equipo", "Gestiono y coordino el equipo"},
		"pt": {"Responsável por criar relatórios", "Crio relatórios"},
		"tr": {"Sunucuları yönetmekten sorumluyum", "Sunucuları yönetiyorum"},
	} {
		if got, _ := For(lang).RewritePresent(test.text); got != test.want {
			t.Errorf("%s: %q became %q, want %q", lang, test.text, got, test.want)
		}
	}
}
