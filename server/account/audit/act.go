package audit

import "slices"

// The acts that are kept, as Event.Act says. The pages have words for each.
const (
	Registered             = "registered"
	RegistrationRefused    = "registration_refused"
	EmailVerified          = "email_verified"
	SignedIn               = "signed_in"
	SignInFailed           = "sign_in_failed"
	DeviceLockedOut        = "device_locked_out"
	SignedOut              = "signed_out"
	SessionEnded           = "session_ended"
	SessionsEnded          = "sessions_ended"
	RefreshTokenReused     = "refresh_token_reused"
	PasswordChanged        = "password_changed"
	PasswordRefused        = "password_refused"
	PasswordResetRequested = "password_reset_requested"
	PasswordReset          = "password_reset"
	EmailChangeRequested   = "email_change_requested"
	EmailChanged           = "email_changed"
	ProviderLinked         = "provider_linked"
	ProviderUnlinked       = "provider_unlinked"
	TelegramLinked         = "telegram_linked"
	TelegramUnlinked       = "telegram_unlinked"
	DataExportRequested    = "data_export_requested"
	DataExportFetched      = "data_export_fetched"
	AccountDeleted         = "account_deleted"
	AccountRestored        = "account_restored"
	AccountSuspended       = "account_suspended"
	AccountReinstated      = "account_reinstated"
	RoleChanged            = "role_changed"
	FeatureEnabled         = "feature_enabled"
	FeatureDisabled        = "feature_disabled"
	FeatureReset           = "feature_reset"
	JobRetried             = "job_retried"
	JobDeleted             = "job_deleted"
	SigningKeyRotated      = "signing_key_rotated"
	CVUploaded             = "cv_uploaded"
	CVDownloaded           = "cv_downloaded"
	CVDeleted              = "cv_deleted"
)

var acts = []string{
	Registered, RegistrationRefused, EmailVerified, SignedIn, SignInFailed, DeviceLockedOut, SignedOut,
	SessionEnded, SessionsEnded, RefreshTokenReused, PasswordChanged, PasswordRefused, PasswordResetRequested,
	PasswordReset, EmailChangeRequested, EmailChanged, ProviderLinked, ProviderUnlinked, TelegramLinked,
	TelegramUnlinked, DataExportRequested, DataExportFetched, AccountDeleted, AccountRestored, AccountSuspended,
	AccountReinstated, RoleChanged, FeatureEnabled, FeatureDisabled, FeatureReset, JobRetried, JobDeleted, SigningKeyRotated,
	CVUploaded, CVDownloaded, CVDeleted,
}

// Acts lists all acts.
func Acts() []string { return slices.Clone(acts) }
