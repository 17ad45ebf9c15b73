package config

import (
	"encoding/base64"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// isKey reports whether a secret is an AES-256 key in base64.
func isKey(s Secret) bool {
	key, err := base64.StdEncoding.DecodeString(string(s))
	return err == nil && len(key) == 32
}

// check finds values that parse but make no sense.
func (c *Config) check() []string {
	var found []string
	wrong := func(name, format string, values ...any) {
		found = append(found, name+": "+fmt.Sprintf(format, values...))
	}
	oneOf := func(name, value string, allowed ...string) {
		if !slices.Contains(allowed, value) {
			wrong(name, "%q is none of %s", value, strings.Join(allowed, ", "))
		}
	}

	oneOf("NODE_ENV", c.Mode, "development", "test", "production")
	oneOf("RATE_LIMITS", c.RateLimits, "on", "off")
	oneOf("CAPTCHA_MODE", c.CaptchaMode, "on", "off")
	oneOf("LOG_FORMAT", c.LogFormat, "auto", "json", "text")
	oneOf("LOG_LEVEL", c.LogLevel, "debug", "info", "warn", "error")
	oneOf("STT_PROVIDER", c.STTProvider, "auto", "openai", "offline")
	if c.Port < 0 || c.Port > 65535 {
		wrong("PORT", "%d is no port", c.Port)
	}
	for name, value := range map[string]string{
		"PUBLIC_URL": c.PublicURL, "OPENAI_BASE_URL": c.OpenAIBaseURL, "API_URL": c.APIURL,
		"MEDIA_URL": c.MediaURL, "OTEL_EXPORTER_OTLP_ENDPOINT": c.TraceEndpoint,
		"GOOGLE_ISSUER": c.GoogleIssuer, "GITHUB_URL": c.GitHubURL, "GITHUB_API_URL": c.GitHubAPIURL,
	} {
		if value == "" {
			continue
		}
		if err := httpURL(value); err != nil {
			wrong(name, "%v", err)
		}
	}
	if uri := string(c.MongoURI); uri != "" && !strings.HasPrefix(uri, "mongodb://") && !strings.HasPrefix(uri, "mongodb+srv://") {
		wrong("MONGODB_URI", "does not begin with mongodb:// or mongodb+srv://")
	}
	if c.DocumentsKey != "" && !isKey(c.DocumentsKey) {
		wrong("DOCUMENTS_KEY", "must be 32 bytes in base64, as `openssl rand -base64 32` prints")
	}
	for _, old := range c.DocumentsKeysOld {
		if !isKey(old) {
			wrong("DOCUMENTS_KEYS_OLD", "each must be 32 bytes in base64, as DOCUMENTS_KEY was")
		}
	}
	if uri := string(c.RedisURL); uri != "" && !strings.HasPrefix(uri, "redis://") && !strings.HasPrefix(uri, "rediss://") {
		wrong("REDIS_URL", "does not begin with redis:// or rediss://")
	}
	if c.SMTPURL != "" && !smtpURL(string(c.SMTPURL)) {
		wrong("SMTP_URL", "is not smtp://user:password@host:587 or smtps://user:password@host:465, with ?starttls=required, optional or off for smtp://")
	}
	if _, err := mail.ParseAddress(c.FromEmail); err != nil {
		wrong("FROM_EMAIL", "is not an address such as \"InterviewAI Pro <noreply@interviewai.pro>\"")
	}
	if c.STTProvider == "openai" && !c.hasOpenAI() {
		wrong("STT_PROVIDER", "openai needs OPENAI_API_KEY or OPENAI_BASE_URL")
	}
	for _, entry := range c.LLMProviders {
		provider, _, _ := strings.Cut(entry, ":") // "openai:gpt-4.1" names its model
		oneOf("LLM_PROVIDERS", provider, "openai", "anthropic", "none")
		switch {
		case provider == "none" && len(c.LLMProviders) > 1:
			wrong("LLM_PROVIDERS", "none stands alone")
		case provider == "openai" && !c.hasOpenAI():
			wrong("LLM_PROVIDERS", "openai needs OPENAI_API_KEY or OPENAI_BASE_URL")
		case provider == "anthropic" && c.AnthropicKey == "":
			wrong("LLM_PROVIDERS", "anthropic needs ANTHROPIC_API_KEY")
		}
	}
	if _, err := net.ResolveUDPAddr("udp", c.MediaUDPAddr); err != nil {
		wrong("MEDIA_UDP_ADDR", "%q is no UDP address", c.MediaUDPAddr)
	}
	for _, address := range c.MediaPublicAddresses {
		if _, err := netip.ParseAddr(address); err != nil {
			wrong("MEDIA_PUBLIC_ADDRESSES", "%q is no IP address", address)
		}
	}
	if token := c.ServiceToken; token != "" && len(token) < 32 {
		wrong("SERVICE_TOKEN", "shorter than 32 characters; try: openssl rand -hex 32")
	}
	if c.AWSBucketAudio != "" && c.AWSRegion == "" {
		wrong("AWS_S3_BUCKET_AUDIO", "needs AWS_REGION")
	}
	if (c.TLSCertFile == "") != (c.TLSKeyFile == "") {
		wrong("TLS_CERT_FILE", "is of no use without TLS_KEY_FILE, and the other way round")
	}
	if (c.GoogleClientID == "") != (c.GoogleClientSecret == "") {
		wrong("GOOGLE_CLIENT_ID", "is of no use without GOOGLE_CLIENT_SECRET, and the other way round")
	}
	if (c.GitHubClientID == "") != (c.GitHubClientSecret == "") {
		wrong("GITHUB_CLIENT_ID", "is of no use without GITHUB_CLIENT_SECRET, and the other way round")
	}
	for name, value := range map[string]string{
		"GOOGLE_ISSUER": c.GoogleIssuer, "GITHUB_URL": c.GitHubURL, "GITHUB_API_URL": c.GitHubAPIURL,
	} {
		if c.Production() && !strings.HasPrefix(value, "https://") {
			wrong(name, "must begin with https:// in production: secrets and tokens go there")
		}
	}
	if c.MediaTokenLife <= 0 {
		wrong("MEDIA_TOKEN_LIFE", "must be longer than nothing")
	}
	if c.StopDelay < 0 {
		wrong("STOP_DELAY", "must not be negative")
	}
	if c.DrainTime < 0 {
		wrong("DRAIN_TIME", "must not be negative")
	}
	if c.Mode == "production" && c.RateLimits == "off" {
		wrong("RATE_LIMITS", "off is for load tests, not for production")
	}
	if c.Mode == "production" && !c.CaptchaOn() {
		wrong("CAPTCHA_MODE", "off is for tests, not for production")
	}
	return found
}

// smtpURL checks a mail server's address without quoting it: it holds a
// password.
func smtpURL(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.Path != "" && u.Path != "/" {
		return false
	}
	starttls := u.Query().Get("starttls")
	switch u.Scheme {
	case "smtp":
		return slices.Contains([]string{"", "required", "optional", "off"}, starttls)
	case "smtps":
		return starttls == ""
	}
	return false
}

// Role names a part of the service that a process may run.
type Role string

// The roles.
const (
	API    Role = "api"
	Media  Role = "media"
	Bot    Role = "bot"
	Worker Role = "worker"
)

// AllRoles is what a process runs unless told otherwise.
func AllRoles() []Role { return []Role{API, Media, Bot, Worker} }

// ParseRoles reads a comma-separated list of roles; empty means all.
func ParseRoles(text string) ([]Role, error) {
	if strings.TrimSpace(text) == "" {
		return AllRoles(), nil
	}
	var roles []Role
	for _, name := range strings.Split(text, ",") {
		role := Role(strings.TrimSpace(name))
		if !slices.Contains(AllRoles(), role) {
			return nil, Mistakes{fmt.Sprintf("--roles: %q is none of api, media, bot, worker", role)}
		}
		if !slices.Contains(roles, role) {
			roles = append(roles, role)
		}
	}
	return roles, nil
}

// CheckRoles finds what is missing for a process that runs only some of the
// roles: where the others are, and the credential they expect.
func (c *Config) CheckRoles(roles []Role) error {
	var found Mistakes
	api, media := slices.Contains(roles, API), slices.Contains(roles, Media)
	if api && !media && c.MediaURL == "" {
		found = append(found, "MEDIA_URL: needed by the api role without the media role")
	}
	if media && !api && c.APIURL == "" {
		found = append(found, "API_URL: needed by the media role without the api role")
	}
	if api != media && c.ServiceToken == "" {
		found = append(found, "SERVICE_TOKEN: needed when api and media are separate processes; try: openssl rand -hex 32")
	}
	if len(found) > 0 {
		return found
	}
	return nil
}
