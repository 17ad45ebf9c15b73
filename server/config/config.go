// Package config is everything that can be set from outside: read once at
// start from the environment and an optional file, checked as a whole, with
// all mistakes reported together. Names are those of the specification (§10.2)
// where it has one.
package config

import (
	"net/netip"
	"time"
)

// Config is the effective configuration.
type Config struct {
	// Mode is "development", "test" or "production"; the specification keeps
	// the name of the variable it grew up with.
	Mode string `env:"NODE_ENV" envDefault:"development"`
	// Port to listen on when no address was given on the command line.
	Port int `env:"PORT" envDefault:"3000"`
	// DataDir holds everything embedded: documents, keys, blobs.
	DataDir string `env:"DATA_DIR" envDefault:"./data"`
	// PublicURL is how clients reach the service; empty means the address.
	PublicURL string `env:"PUBLIC_URL"`
	// CORSOrigins may call from browsers; "*" stands for any part of a host.
	CORSOrigins []string `env:"CORS_ORIGINS" envDefault:"https://interviewai.pro,https://app.interviewai.pro"`
	// TrustedProxies are the addresses (CIDR) of proxies whose X-Forwarded-For
	// and X-Forwarded-Proto are believed; none unless said.
	TrustedProxies []netip.Prefix `env:"TRUSTED_PROXIES"`
	// TLSCertFile and TLSKeyFile (PEM) make the service speak TLS 1.3 by itself.
	// They are read anew when they change.
	TLSCertFile string `env:"TLS_CERT_FILE"`
	TLSKeyFile  string `env:"TLS_KEY_FILE"`
	// RateLimits is "on" or "off" (load tests only).
	RateLimits string `env:"RATE_LIMITS" envDefault:"on"`

	// LogFormat is "auto" (JSON in production, else readable), "json" or "text".
	LogFormat string `env:"LOG_FORMAT" envDefault:"auto"`
	// LogLevel is "debug", "info", "warn" or "error".
	LogLevel string `env:"LOG_LEVEL" envDefault:"info"`
	// TraceEndpoint is an OTLP/HTTP collector; empty means traces stay here.
	TraceEndpoint string `env:"OTEL_EXPORTER_OTLP_ENDPOINT"`

	// MongoURI selects MongoDB; empty means SQLite in the data directory.
	MongoURI Secret `env:"MONGODB_URI"`
	// DocumentsKey encrypts what is secret in documents: 32 bytes in base64. It
	// must be the same for every process on one database; empty means a key of
	// the data directory's own.
	DocumentsKey Secret `env:"DOCUMENTS_KEY"`
	// DocumentsKeysOld are keys that it replaced, comma-separated: they still
	// read what they encrypted.
	DocumentsKeysOld []Secret `env:"DOCUMENTS_KEYS_OLD"`
	// RedisURL selects Redis; empty means one inside the process.
	RedisURL Secret `env:"REDIS_URL"`

	// Blobs are kept in S3 when a bucket is named, else in the data directory.
	AWSAccessKey   string `env:"AWS_ACCESS_KEY_ID"`
	AWSSecretKey   Secret `env:"AWS_SECRET_ACCESS_KEY"`
	AWSRegion      string `env:"AWS_REGION"`
	AWSBucketAudio string `env:"AWS_S3_BUCKET_AUDIO"`

	// ClamdAddress is where ClamAV's daemon scans uploaded files: "host:port" or
	// "unix:///path"; empty means that they are not scanned, and answers say so.
	ClamdAddress string `env:"CLAMD_ADDRESS"`

	// Signing in through Google and GitHub: each is offered when its id and
	// secret are set (docs/sign-in-providers.md).
	GoogleClientID     string `env:"GOOGLE_CLIENT_ID"`
	GoogleClientSecret Secret `env:"GOOGLE_CLIENT_SECRET"`
	// GoogleIssuer may be another OpenID provider in Google's place.
	GoogleIssuer       string `env:"GOOGLE_ISSUER" envDefault:"https://accounts.google.com"`
	GitHubClientID     string `env:"GITHUB_CLIENT_ID"`
	GitHubClientSecret Secret `env:"GITHUB_CLIENT_SECRET"`
	// GitHubURL and GitHubAPIURL are others for GitHub Enterprise.
	GitHubURL    string `env:"GITHUB_URL" envDefault:"https://github.com"`
	GitHubAPIURL string `env:"GITHUB_API_URL" envDefault:"https://api.github.com"`

	// OpenAI, and anything that speaks its protocol.
	OpenAIKey          Secret `env:"OPENAI_API_KEY"`
	OpenAIOrganization string `env:"OPENAI_ORGANIZATION"`
	OpenAIBaseURL      string `env:"OPENAI_BASE_URL"`
	OpenAIModel        string `env:"OPENAI_MODEL"`
	OpenAISTTModel     string `env:"OPENAI_STT_MODEL"`
	// OpenAITTSModel reads questions aloud; empty means that browsers do.
	OpenAITTSModel string `env:"OPENAI_TTS_MODEL"`
	OpenAITTSVoice string `env:"OPENAI_TTS_VOICE"`
	// Anthropic.
	AnthropicKey   Secret `env:"ANTHROPIC_API_KEY"`
	AnthropicModel string `env:"ANTHROPIC_MODEL"`
	// STTProvider is "auto" (OpenAI when a key or base URL is set), "openai" or
	// "offline" (PocketSphinx, English).
	STTProvider string `env:"STT_PROVIDER" envDefault:"auto"`
	// LLMProviders in order of preference: "openai", "anthropic"; empty means
	// whichever has a key, "none" means outlines only.
	LLMProviders []string `env:"LLM_PROVIDERS"`

	// SMTPURL is the mail server: smtps://user:password@host:465 (TLS) or
	// smtp://user:password@host:587 (STARTTLS, which ?starttls=optional or =off
	// relaxes). It goes before SendGrid; with neither, mails are files in the
	// data directory's outbox.
	SMTPURL     Secret `env:"SMTP_URL"`
	SendGridKey Secret `env:"SENDGRID_API_KEY"`
	// FromEmail is the address that mails come from.
	FromEmail string `env:"FROM_EMAIL" envDefault:"InterviewAI Pro <noreply@interviewai.pro>"`

	// MediaUDPAddr is the one UDP address of all live sessions; port 0 picks a
	// free one.
	MediaUDPAddr string `env:"MEDIA_UDP_ADDR" envDefault:":0"`
	// MediaPublicAddresses are the IP addresses told to clients, when they
	// differ from those of the machine.
	MediaPublicAddresses []string `env:"MEDIA_PUBLIC_ADDRESSES"`
	// ICEServers are handed to clients.
	ICEServers ICEServers `env:"ICE_SERVERS"`

	// APIURL is where the api role is, when it is another process.
	APIURL string `env:"API_URL"`
	// MediaURL is where the media role is, when it is another process.
	MediaURL string `env:"MEDIA_URL"`
	// ServiceToken is the credential roles show each other across processes.
	ServiceToken Secret `env:"SERVICE_TOKEN"`
	// MediaTokenLife is how long a live session's media token is good for.
	MediaTokenLife time.Duration `env:"MEDIA_TOKEN_LIFE" envDefault:"15m"`
	// StopDelay is how long a process that is to stop goes on serving while
	// /readyz tells load balancers to send it nothing more.
	StopDelay time.Duration `env:"STOP_DELAY"`
	// DrainTime is how long a stop waits for calls that are under way.
	DrainTime time.Duration `env:"DRAIN_TIME" envDefault:"10s"`

	// Features are switched on or off by these until an administrator decides
	// otherwise.
	VoiceMessages bool `env:"ENABLE_VOICE_MESSAGES" envDefault:"true"`
	StealthMode   bool `env:"ENABLE_STEALTH_MODE" envDefault:"true"`
	OfflineMode   bool `env:"ENABLE_OFFLINE_MODE"`

	// CaptchaMode is "on" or "off" (tests only).
	CaptchaMode string `env:"CAPTCHA_MODE" envDefault:"on"`
	// TelegramBot is the bot's user name, for links that open it.
	TelegramBot string `env:"TELEGRAM_BOT_NAME"`

	// Reserved are the specification's variables that nothing reads yet.
	Reserved Reserved
}

// Reserved holds the specification's variables whose part of the product comes
// later: an .env file written by it is accepted today.
type Reserved struct {
	JWTAccessSecret     Secret `env:"JWT_ACCESS_SECRET"`
	JWTRefreshSecret    Secret `env:"JWT_REFRESH_SECRET"`
	StripeKey           Secret `env:"STRIPE_API_KEY"`
	StripeWebhookSecret Secret `env:"STRIPE_WEBHOOK_SECRET"`
	AWSBucketCV         string `env:"AWS_S3_BUCKET_CV"`
	TelegramToken       Secret `env:"TELEGRAM_BOT_TOKEN"`
	TelegramWebhook     string `env:"TELEGRAM_WEBHOOK_URL"`
	SentryDSN           Secret `env:"SENTRY_DSN"`
}

// Production reports whether real people depend on this process.
func (c *Config) Production() bool { return c.Mode == "production" }

// LimitsOn reports whether callers are rate-limited.
func (c *Config) LimitsOn() bool { return c.RateLimits == "on" }

// CaptchaOn reports whether registering asks for a proof of work.
func (c *Config) CaptchaOn() bool { return c.CaptchaMode == "on" }

// JSONLogs reports whether logs are for machines.
func (c *Config) JSONLogs() bool {
	return c.LogFormat == "json" || c.LogFormat == "auto" && c.Production()
}

// STT returns the chosen recogniser: "openai" or "offline".
func (c *Config) STT() string {
	if c.STTProvider != "auto" {
		return c.STTProvider
	}
	if c.hasOpenAI() {
		return "openai"
	}
	return "offline"
}

// LLMs returns the language model providers to try, in order; none means
// answers are outlines.
func (c *Config) LLMs() []string {
	if len(c.LLMProviders) == 1 && c.LLMProviders[0] == "none" {
		return nil
	}
	if len(c.LLMProviders) > 0 {
		return c.LLMProviders
	}
	var found []string
	if c.hasOpenAI() {
		found = append(found, "openai")
	}
	if c.AnthropicKey != "" {
		found = append(found, "anthropic")
	}
	return found
}

// hasOpenAI reports whether an OpenAI-compatible service can be called: a local
// server needs an address and no key.
func (c *Config) hasOpenAI() bool { return c.OpenAIKey != "" || c.OpenAIBaseURL != "" }
