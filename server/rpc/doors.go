package rpc

import (
	"maps"
	"slices"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/proto"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	rpcs "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
)

// Who says who may call a procedure.
type Who string

// Who may call. The zero value lets nobody in.
const (
	// Everybody may call; a token is not even looked at.
	Everybody Who = "everybody"
	// Known is everybody too, but a token that is shown identifies the caller
	// and is refused when it is not valid.
	Known Who = "known"
	// Recognised is Known where a token that is not valid counts as none: the
	// request carries another proof, and clients show dead tokens with it.
	Recognised Who = "recognised"
	// Users are people who are signed in, whatever their plan.
	Users Who = "users"
	// Admins are users with that role.
	Admins Who = "admins"
	// Services are other parts of this product.
	Services Who = "services"
)

// Class says which limits a procedure counts towards.
type Class string

// The classes. Everything that is limited counts towards the general windows.
const (
	// Unlimited is for the service's own parts and for probes.
	Unlimited Class = "unlimited"
	// Calls counts towards the general windows only.
	Calls Class = "calls"
	// Auth counts towards the client address's window for credentials too.
	Auth Class = "auth"
	// Models counts towards the caller's window for model calls too.
	Models Class = "ai"
)

// Tag names what cached answers depend on.
type Tag string

// The tags of the table. A user's tag in the cache is UserTag(id).
const (
	// OfCaller is the calling user's data.
	OfCaller Tag = "caller"
	// OfSubject is the data of the user that the request or the answer names.
	OfSubject Tag = "subject"
)

// UserTag is the cache tag of everything that shows a user's own data.
func UserTag(userID string) string { return "user:" + userID }

// Door is how one procedure is guarded and treated.
type Door struct {
	// Who may call.
	Who Who
	// Class of limits.
	Class Class
	// Created makes REST answer 201.
	Created bool
	// Changes names what a call may change, however it ends.
	Changes Tag
	// Cached keeps answers for a while; nil asks the handler each time.
	Cached *Cached
}

// Cached is how a procedure's answers are kept.
type Cached struct {
	// Reads names what the answer depends on.
	Reads Tag
	// message returns an empty answer to decode into.
	message func() proto.Message
	// response wraps a kept answer, which is shared and must not be changed.
	response func(proto.Message) connect.AnyResponse
}

func answers[T any, M interface {
	*T
	proto.Message
}](reads Tag) *Cached {
	return &Cached{
		Reads:    reads,
		message:  func() proto.Message { return M(new(T)) },
		response: func(m proto.Message) connect.AnyResponse { return connect.NewResponse((*T)(m.(M))) },
	}
}

// doors is the one place that says who may call what. A procedure without an
// entry is refused; a test holds it against the contract.
//
// Only GetProfile's answers are cached: it alone reads the document store at
// nearly every page of every client. ListFeatures and ListOAuthProviders answer
// from memory, where looking into a cache could only be slower, and a process
// that has not yet followed a changed flag (two seconds) would keep the old
// answer under the new generation.
var doors = map[string]Door{
	rpcs.AccountServiceCreateChallengeProcedure:      {Who: Everybody, Class: Calls},
	rpcs.AccountServiceRegisterProcedure:             {Who: Everybody, Class: Auth, Created: true},
	rpcs.AccountServiceVerifyEmailProcedure:          {Who: Everybody, Class: Auth},
	rpcs.AccountServiceResendVerificationProcedure:   {Who: Everybody, Class: Auth},
	rpcs.AccountServiceSignInProcedure:               {Who: Everybody, Class: Auth, Changes: OfSubject},
	rpcs.AccountServiceRefreshSessionProcedure:       {Who: Everybody, Class: Calls},
	rpcs.AccountServiceSignOutProcedure:              {Who: Recognised, Class: Calls},
	rpcs.AccountServiceListSessionsProcedure:         {Who: Users, Class: Calls},
	rpcs.AccountServiceRevokeSessionProcedure:        {Who: Users, Class: Calls},
	rpcs.AccountServiceRevokeAllSessionsProcedure:    {Who: Users, Class: Calls},
	rpcs.AccountServiceRequestPasswordResetProcedure: {Who: Everybody, Class: Auth},
	rpcs.AccountServiceResetPasswordProcedure:        {Who: Everybody, Class: Auth},
	rpcs.AccountServiceChangePasswordProcedure:       {Who: Users, Class: Auth, Changes: OfCaller},
	rpcs.AccountServiceRequestEmailChangeProcedure:   {Who: Users, Class: Auth, Changes: OfCaller},
	rpcs.AccountServiceConfirmEmailChangeProcedure:   {Who: Everybody, Class: Auth},
	rpcs.AccountServiceListOAuthProvidersProcedure:   {Who: Everybody, Class: Calls},
	rpcs.AccountServiceStartOAuthProcedure:           {Who: Known, Class: Auth},
	rpcs.AccountServiceFinishOAuthProcedure:          {Who: Everybody, Class: Auth, Changes: OfSubject},
	rpcs.AccountServiceUnlinkOAuthProcedure:          {Who: Users, Class: Calls, Changes: OfCaller},

	rpcs.UserServiceGetProfileProcedure:         {Who: Users, Class: Calls, Cached: answers[v1.GetProfileResponse](OfCaller)},
	rpcs.UserServiceUpdateProfileProcedure:      {Who: Users, Class: Calls, Changes: OfCaller},
	rpcs.UserServiceUploadAvatarProcedure:       {Who: Users, Class: Calls, Changes: OfCaller},
	rpcs.UserServiceDeleteAvatarProcedure:       {Who: Users, Class: Calls, Changes: OfCaller},
	rpcs.UserServiceDeleteAccountProcedure:      {Who: Users, Class: Auth, Changes: OfCaller},
	rpcs.UserServiceRestoreAccountProcedure:     {Who: Recognised, Class: Auth, Changes: OfCaller},
	rpcs.UserServiceExportDataProcedure:         {Who: Users, Class: Calls, Created: true},
	rpcs.UserServiceListExportsProcedure:        {Who: Users, Class: Calls},
	rpcs.UserServiceListAuditEventsProcedure:    {Who: Users, Class: Calls},
	rpcs.UserServiceListFeaturesProcedure:       {Who: Users, Class: Calls},
	rpcs.UserServiceCreateTelegramLinkProcedure: {Who: Users, Class: Calls, Created: true},
	rpcs.UserServiceRedeemTelegramLinkProcedure: {Who: Services, Class: Unlimited, Changes: OfSubject},
	rpcs.UserServiceUnlinkTelegramProcedure:     {Who: Users, Class: Calls, Changes: OfCaller},

	rpcs.AdminServiceListUsersProcedure:         {Who: Admins, Class: Calls},
	rpcs.AdminServiceGetUserProcedure:           {Who: Admins, Class: Calls},
	rpcs.AdminServiceSetRoleProcedure:           {Who: Admins, Class: Calls, Changes: OfSubject},
	rpcs.AdminServiceSuspendUserProcedure:       {Who: Admins, Class: Calls, Changes: OfSubject},
	rpcs.AdminServiceListFeatureFlagsProcedure:  {Who: Admins, Class: Calls},
	rpcs.AdminServiceSetFeatureFlagProcedure:    {Who: Admins, Class: Calls},
	rpcs.AdminServiceDeleteFeatureFlagProcedure: {Who: Admins, Class: Calls},
	rpcs.AdminServiceListAuditTrailProcedure:    {Who: Admins, Class: Calls},
	rpcs.AdminServiceListJobsProcedure:          {Who: Admins, Class: Calls},
	rpcs.AdminServiceRetryJobProcedure:          {Who: Admins, Class: Calls},
	rpcs.AdminServiceDeleteJobProcedure:         {Who: Admins, Class: Calls},

	rpcs.LiveServiceCreateLiveSessionProcedure:  {Who: Users, Class: Calls, Created: true},
	rpcs.LiveServiceGetLiveSessionProcedure:     {Who: Users, Class: Calls},
	rpcs.LiveServiceListLiveSessionsProcedure:   {Who: Users, Class: Calls},
	rpcs.LiveServiceUpdateLiveSessionProcedure:  {Who: Users, Class: Calls},
	rpcs.LiveServiceEndLiveSessionProcedure:     {Who: Users, Class: Calls},
	rpcs.LiveServiceDeleteLiveSessionProcedure:  {Who: Users, Class: Calls},
	rpcs.LiveServiceRefreshMediaAccessProcedure: {Who: Users, Class: Calls},
	rpcs.LiveServiceConnectMediaProcedure:       {Who: Users, Class: Calls},
	rpcs.LiveServiceAskQuestionProcedure:        {Who: Users, Class: Models},
	rpcs.LiveServiceWatchLiveSessionProcedure:   {Who: Users, Class: Calls},

	rpcs.AiServiceTranscribeProcedure:       {Who: Users, Class: Models},
	rpcs.AiServiceStreamTranscribeProcedure: {Who: Users, Class: Models},
	rpcs.AiServiceGenerateAnswerProcedure:   {Who: Users, Class: Models},
	rpcs.AiServiceStreamAnswerProcedure:     {Who: Users, Class: Models},

	rpcs.CvServiceUploadCvProcedure:       {Who: Users, Class: Calls, Created: true},
	rpcs.CvServicePreviewCvProcedure:      {Who: Users, Class: Calls},
	rpcs.CvServiceListCvsProcedure:        {Who: Users, Class: Calls},
	rpcs.CvServiceGetCvProcedure:          {Who: Users, Class: Calls},
	rpcs.CvServiceListVersionsProcedure:   {Who: Users, Class: Calls},
	rpcs.CvServiceRestoreVersionProcedure: {Who: Users, Class: Calls},
	rpcs.CvServiceCorrectCvProcedure:      {Who: Users, Class: Calls},
	rpcs.CvServiceDeleteCvProcedure:       {Who: Users, Class: Calls},
	rpcs.CvServiceWatchAnalysisProcedure:  {Who: Users, Class: Calls},
	rpcs.CvServiceSaveCvProcedure:         {Who: Users, Class: Calls, Created: true},
	rpcs.CvServiceImportCvProcedure:       {Who: Users, Class: Calls, Created: true},
	rpcs.CvServiceAnalyzeCvProcedure:      {Who: Users, Class: Calls},
	rpcs.CvServiceScoreTextProcedure:      {Who: Users, Class: Calls},
	rpcs.CvServiceCommentCvProcedure:      {Who: Users, Class: Models},
	rpcs.CvServiceExportCvProcedure:       {Who: Users, Class: Calls},
	rpcs.CvServiceLinkCvFileProcedure:     {Who: Users, Class: Calls},
	rpcs.CvServiceListAtsRulesProcedure:   {Who: Everybody, Class: Calls},
	rpcs.CvServiceListTemplatesProcedure:  {Who: Everybody, Class: Calls},

	rpcs.CvOptimizationServiceOptimizeCvProcedure:         {Who: Users, Class: Models},
	rpcs.CvOptimizationServiceListOptimizationsProcedure:  {Who: Users, Class: Calls},
	rpcs.CvOptimizationServiceGetOptimizationProcedure:    {Who: Users, Class: Calls},
	rpcs.CvOptimizationServiceDecideChangesProcedure:      {Who: Users, Class: Calls},
	rpcs.CvOptimizationServiceRenameOptimizationProcedure: {Who: Users, Class: Calls},
	rpcs.CvOptimizationServiceDeleteOptimizationProcedure: {Who: Users, Class: Calls},

	rpcs.InterviewServiceStartInterviewProcedure:    {Who: Users, Class: Calls, Created: true},
	rpcs.InterviewServiceGetInterviewProcedure:      {Who: Users, Class: Calls},
	rpcs.InterviewServiceListInterviewsProcedure:    {Who: Users, Class: Calls},
	rpcs.InterviewServiceSaveDraftProcedure:         {Who: Users, Class: Calls},
	rpcs.InterviewServiceSubmitAnswerProcedure:      {Who: Users, Class: Models},
	rpcs.InterviewServiceSkipQuestionProcedure:      {Who: Users, Class: Calls},
	rpcs.InterviewServicePauseInterviewProcedure:    {Who: Users, Class: Calls},
	rpcs.InterviewServiceResumeInterviewProcedure:   {Who: Users, Class: Calls},
	rpcs.InterviewServiceCompleteInterviewProcedure: {Who: Users, Class: Calls},
	rpcs.InterviewServiceDeleteInterviewProcedure:   {Who: Users, Class: Calls},
	rpcs.InterviewServiceWatchInterviewProcedure:    {Who: Users, Class: Calls},
	rpcs.InterviewServiceGetFeedbackProcedure:       {Who: Users, Class: Calls},
	rpcs.InterviewServiceGetProgressProcedure:       {Who: Users, Class: Calls},
	rpcs.InterviewServiceGetPracticePlanProcedure:   {Who: Users, Class: Calls},
	rpcs.InterviewServiceGetRubricProcedure:         {Who: Everybody, Class: Calls},
	rpcs.InterviewServiceExportReportProcedure:      {Who: Users, Class: Calls},
	rpcs.InterviewServiceShareReportProcedure:       {Who: Users, Class: Calls},
	rpcs.InterviewServiceUnshareReportProcedure:     {Who: Users, Class: Calls},
	rpcs.InterviewServiceSpeakAnswerProcedure:       {Who: Users, Class: Calls, Created: true},

	rpcs.QuestionServiceListQuestionsProcedure:   {Who: Admins, Class: Calls},
	rpcs.QuestionServiceCreateQuestionProcedure:  {Who: Admins, Class: Calls, Created: true},
	rpcs.QuestionServiceUpdateQuestionProcedure:  {Who: Admins, Class: Calls},
	rpcs.QuestionServiceDeleteQuestionProcedure:  {Who: Admins, Class: Calls},
	rpcs.QuestionServiceImportQuestionsProcedure: {Who: Admins, Class: Calls},

	rpcs.ConversationServiceConverseProcedure: {Who: Services, Class: Unlimited},
	rpcs.MediaServiceConnectProcedure:         {Who: Services, Class: Unlimited},

	"/grpc.health.v1.Health/Check": {Who: Everybody, Class: Unlimited},
	"/grpc.health.v1.Health/Watch": {Who: Everybody, Class: Unlimited},

	"/grpc.reflection.v1.ServerReflection/ServerReflectionInfo":      {Who: Everybody, Class: Calls},
	"/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo": {Who: Everybody, Class: Calls},
}

// DoorOf returns the door of a procedure; false when there is none, and the
// procedure is refused.
func DoorOf(procedure string) (Door, bool) {
	door, ok := doors[procedure]
	return door, ok
}

// Procedures lists all that have a door, sorted.
func Procedures() []string { return slices.Sorted(maps.Keys(doors)) }
