package main

import (
	"strings"
	"testing"

	"buf.build/go/protovalidate"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"
)

// validRequests is a request for every call of the contract, without its
// package's name: one that would be done if the right person sent it. {live},
// {device}, {user} and the like stand for what belongs to the owner of this test.
var validRequests = map[string]string{
	"AccountService/CreateChallenge":      `{}`,
	"AccountService/Register":             `{"email":"new@people.example.org","password":"Correct-Horse-7","firstName":"New","lastName":"Comer","language":"en","termsAccepted":true}`,
	"AccountService/VerifyEmail":          `{"token":"not-a-token"}`,
	"AccountService/ResendVerification":   `{"email":"nobody@people.example.org"}`,
	"AccountService/SignIn":               `{"email":"nobody@people.example.org","password":"Wrong-Horse-7"}`,
	"AccountService/RefreshSession":       `{"refreshToken":"not-a-token"}`,
	"AccountService/SignOut":              `{}`,
	"AccountService/ListSessions":         `{}`,
	"AccountService/RevokeSession":        `{"sessionId":"{device}"}`,
	"AccountService/RevokeAllSessions":    `{"includeCurrent":true}`,
	"AccountService/RequestPasswordReset": `{"email":"nobody@people.example.org"}`,
	"AccountService/ResetPassword":        `{"token":"not-a-token","newPassword":"Correct-Horse-8"}`,
	"AccountService/ChangePassword":       `{"currentPassword":"Wrong-Horse-7","newPassword":"Correct-Horse-8"}`,
	"AccountService/RequestEmailChange":   `{"newEmail":"other@people.example.org","password":"Wrong-Horse-7"}`,
	"AccountService/ConfirmEmailChange":   `{"token":"not-a-token"}`,
	"AccountService/ListOAuthProviders":   `{}`,
	"AccountService/StartOAuth":           `{"provider":"google"}`,
	"AccountService/FinishOAuth":          `{"provider":"google","code":"not-a-code","state":"not-a-state"}`,
	"AccountService/UnlinkOAuth":          `{"provider":"google"}`,

	"UserService/GetProfile":         `{}`,
	"UserService/UpdateProfile":      `{"bio":"Somebody wrote this."}`,
	"UserService/UploadAvatar":       `{"image":"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="}`,
	"UserService/DeleteAvatar":       `{}`,
	"UserService/DeleteAccount":      `{"password":"Wrong-Horse-7"}`,
	"UserService/RestoreAccount":     `{}`,
	"UserService/ExportData":         `{}`,
	"UserService/ListExports":        `{}`,
	"UserService/ListAuditEvents":    `{}`,
	"UserService/ListFeatures":       `{}`,
	"UserService/CreateTelegramLink": `{}`,
	"UserService/RedeemTelegramLink": `{"code":"ABCD2345","telegramId":"42"}`,
	"UserService/UnlinkTelegram":     `{}`,

	"AdminService/ListUsers":         `{}`,
	"AdminService/GetUser":           `{"userId":"{user}"}`,
	"AdminService/SetRole":           `{"userId":"{user}","role":"user"}`,
	"AdminService/SuspendUser":       `{"userId":"{user}"}`,
	"AdminService/ListFeatureFlags":  `{}`,
	"AdminService/SetFeatureFlag":    `{"name":"table_of_doors","enabled":true,"userIds":["{user}"]}`,
	"AdminService/DeleteFeatureFlag": `{"name":"stealth_mode"}`,
	"AdminService/ListAuditTrail":    `{"userId":"{user}"}`,
	"AdminService/ListJobs":          `{"state":"done"}`,
	"AdminService/RetryJob":          `{"jobId":"{job}"}`,
	"AdminService/DeleteJob":         `{"jobId":"{job}"}`,

	"LiveService/CreateLiveSession":  `{"consent":true}`,
	"LiveService/GetLiveSession":     `{"sessionId":"{live}"}`,
	"LiveService/ListLiveSessions":   `{}`,
	"LiveService/UpdateLiveSession":  `{"sessionId":"{live}","paused":true}`,
	"LiveService/EndLiveSession":     `{"sessionId":"{live}"}`,
	"LiveService/DeleteLiveSession":  `{"sessionId":"{live}"}`,
	"LiveService/RefreshMediaAccess": `{"sessionId":"{live}"}`,
	"LiveService/ConnectMedia":       `{"sessionId":"{live}","offerSdp":"v=0","tracks":[{"mid":"0","speaker":"SPEAKER_INTERVIEWER"}]}`,
	"LiveService/AskQuestion":        `{"sessionId":"{live}","question":"Why?"}`,
	"LiveService/WatchLiveSession":   `{"sessionId":"{live}"}`,

	"AiService/Transcribe":       `{"audio":"bm90IGEgcmVjb3JkaW5n"}`,
	"AiService/StreamTranscribe": `{"config":{"language":"en"}}`,
	"AiService/GenerateAnswer":   `{"question":"Why?"}`,
	"AiService/StreamAnswer":     `{"request":{"question":"Why?"}}`,

	"CvService/UploadCv":       `{"file":"QW5uYSBCZXJnCkVuZ2luZWVyCg==","fileName":"anna.txt","cvId":"{cv}"}`,
	"CvService/PreviewCv":      `{"file":"QW5uYSBCZXJnCkVuZ2luZWVyCg==","fileName":"anna.txt"}`,
	"CvService/ListCvs":        `{}`,
	"CvService/GetCv":          `{"cvId":"{cv}"}`,
	"CvService/ListVersions":   `{"cvId":"{cv}"}`,
	"CvService/RestoreVersion": `{"cvId":"{cv}","version":1}`,
	"CvService/CorrectCv":      `{"cvId":"{cv}","path":"summary","value":"Builds things."}`,
	"CvService/DeleteCv":       `{"cvId":"{cv}"}`,
	"CvService/WatchAnalysis":  `{"cvId":"{cv}"}`,
	"CvService/SaveCv":         `{"file":"QW5uYSBCZXJnCkVuZ2luZWVyCg==","fileName":"anna.txt"}`,
	"CvService/ImportCv":       `{"resume":{"basics":{"name":"Anna Berg"}}}`,
	"CvService/AnalyzeCv":      `{"cvId":"{cv}","jobDescription":"Go","keep":true}`,
	"CvService/ScoreText":      `{"cvId":"{cv}","text":"Anna Berg"}`,
	"CvService/CommentCv":      `{"cvId":"{cv}"}`,
	"CvService/LinkCvFile":     `{"cvId":"{cv}"}`,
	"CvService/ExportCv":       `{"cvId":"{cv}","optimizationId":"{tailored}"}`,
	"CvService/ListAtsRules":   `{}`,
	"CvService/ListTemplates":  `{}`,

	"CvOptimizationService/OptimizeCv":         `{"cvId":"{cv}"}`,
	"CvOptimizationService/ListOptimizations":  `{"cvId":"{cv}"}`,
	"CvOptimizationService/GetOptimization":    `{"optimizationId":"{tailored}"}`,
	"CvOptimizationService/DecideChanges":      `{"optimizationId":"{tailored}","decisions":[{"changeId":"{change}","status":"accepted"}]}`,
	"CvOptimizationService/RenameOptimization": `{"optimizationId":"{tailored}","name":"Another"}`,
	"CvOptimizationService/DeleteOptimization": `{"optimizationId":"{tailored}"}`,

	"InterviewService/StartInterview":    `{"type":"technical","difficulty":"mid","numQuestions":5,"mode":"text","cvId":"{cv}","questionIds":["{question}"]}`,
	"InterviewService/GetInterview":      `{"sessionId":"{interview}"}`,
	"InterviewService/ListInterviews":    `{}`,
	"InterviewService/SaveDraft":         `{"sessionId":"{interview}","questionId":"{item}","text":"Something else"}`,
	"InterviewService/SubmitAnswer":      `{"sessionId":"{interview}","questionId":"{item}","answerType":"text","answerText":"Something else"}`,
	"InterviewService/SkipQuestion":      `{"sessionId":"{interview}","questionId":"{item}"}`,
	"InterviewService/PauseInterview":    `{"sessionId":"{interview}"}`,
	"InterviewService/ResumeInterview":   `{"sessionId":"{interview}"}`,
	"InterviewService/CompleteInterview": `{"sessionId":"{interview}"}`,
	"InterviewService/DeleteInterview":   `{"sessionId":"{interview}"}`,
	"InterviewService/WatchInterview":    `{"sessionId":"{interview}"}`,
	"InterviewService/GetFeedback":       `{"sessionId":"{interview}"}`,
	"InterviewService/GetProgress":       `{}`,
	"InterviewService/GetPracticePlan":   `{}`,
	"InterviewService/GetRubric":         `{}`,
	"InterviewService/ExportReport":      `{"sessionId":"{interview}","withName":true,"withAnswers":true}`,
	"InterviewService/ShareReport":       `{"sessionId":"{interview}","withName":true,"withAnswers":true}`,
	"InterviewService/UnshareReport":     `{"sessionId":"{interview}"}`,
	"InterviewService/SpeakAnswer":       `{"sessionId":"{interview}","questionId":"{item}","consent":true}`,

	"QuestionService/ListQuestions":   `{}`,
	"QuestionService/CreateQuestion":  `{"yaml":"- id: backend-door"}`,
	"QuestionService/UpdateQuestion":  `{"id":"{question}","yaml":"- id: backend-door"}`,
	"QuestionService/DeleteQuestion":  `{"id":"{question}"}`,
	"QuestionService/ImportQuestions": `{"yaml":"- id: backend-door"}`,

	"ConversationService/Converse": `{"open":{"sessionId":"{live}","epoch":"e1"}}`,
	"MediaService/Connect":         `{"request":{"sessionId":"{live}","offerSdp":"v=0","tracks":[{"mid":"0","speaker":"SPEAKER_INTERVIEWER"}]}}`,
}

const contractPackage = "interviewai.v1"

// contractCalls lists every call that the contract describes.
func contractCalls() []protoreflect.MethodDescriptor {
	var all []protoreflect.MethodDescriptor
	protoregistry.GlobalFiles.RangeFilesByPackage(contractPackage, func(file protoreflect.FileDescriptor) bool {
		services := file.Services()
		for i := range services.Len() {
			methods := services.Get(i).Methods()
			for j := range methods.Len() {
				all = append(all, methods.Get(j))
			}
		}
		return true
	})
	return all
}

// shortName is "Service/Method".
func shortName(m protoreflect.MethodDescriptor) string {
	return string(m.Parent().Name()) + "/" + string(m.Name())
}

// TestEveryCallHasAValidRequest keeps the table of doors honest: it knows every
// call, its requests are valid, and each id in one is the owner's.
func TestEveryCallHasAValidRequest(t *testing.T) {
	calls := contractCalls()
	known := map[string]bool{}
	for _, m := range calls {
		name := shortName(m)
		known[name] = true
		text, ok := validRequests[name]
		if !ok {
			t.Errorf("%s has no request here: nobody knows whether its door is shut", name)
			continue
		}
		message := dynamicpb.NewMessage(m.Input())
		if err := protojson.Unmarshal([]byte(text), message); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := protovalidate.Validate(message); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, path := range foreignIDs(message) {
			t.Errorf("%s: %s is not the owner's", name, path)
		}
	}
	for name := range validRequests {
		if !known[name] {
			t.Errorf("%s is not in the contract", name)
		}
	}
	if len(calls) == 0 {
		t.Error("the contract has no calls")
	}
}

// foreignIDs lists the ids of a request that are not placeholders for the
// owner's, in the messages that are there.
func foreignIDs(message protoreflect.Message) []string {
	var found []string
	fields := message.Descriptor().Fields()
	for i := range fields.Len() {
		field := fields.Get(i)
		name, value := string(field.Name()), message.Get(field)
		switch {
		case field.Kind() == protoreflect.MessageKind && !field.IsList() && !field.IsMap():
			if message.Has(field) {
				found = append(found, foreignIDs(value.Message())...)
			}
		case name == "telegram_id": // Telegram's number, which the bot vouches for
		case name == "id" || strings.HasSuffix(name, "_id"):
			if !strings.HasPrefix(value.String(), "{") {
				found = append(found, name)
			}
		case strings.HasSuffix(name, "_ids") && field.IsList():
			if value.List().Len() == 0 || !strings.HasPrefix(value.List().Get(0).String(), "{") {
				found = append(found, name)
			}
		}
	}
	return found
}
