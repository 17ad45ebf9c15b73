package rpc_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/known/emptypb"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	rpcs "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/rpc"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

// contract returns every method of the contract, by procedure.
func contract() map[string]protoreflect.MethodDescriptor {
	out := map[string]protoreflect.MethodDescriptor{}
	protoregistry.GlobalFiles.RangeFilesByPackage(v1.File_interviewai_v1_live_service_proto.Package(), func(file protoreflect.FileDescriptor) bool {
		for i := range file.Services().Len() {
			service := file.Services().Get(i)
			for j := range service.Methods().Len() {
				method := service.Methods().Get(j)
				out["/"+string(service.FullName())+"/"+string(method.Name())] = method
			}
		}
		return true
	})
	return out
}

func TestEveryProcedureHasADoor(t *testing.T) {
	methods := contract()
	if len(methods) < 50 {
		t.Fatalf("only %d methods found", len(methods))
	}
	for procedure := range methods {
		if _, ok := rpc.DoorOf(procedure); !ok {
			t.Errorf("%s has no door: say in doors.go who may call it", procedure)
		}
	}
	for _, procedure := range rpc.Procedures() {
		if _, ok := methods[procedure]; !ok && !strings.HasPrefix(procedure, "/grpc.") {
			t.Errorf("a door leads to %s, which does not exist", procedure)
		}
	}
}

func TestDoorsAreAsDecided(t *testing.T) {
	account := "everybody: CreateChallenge Register VerifyEmail ResendVerification SignIn RefreshSession RequestPasswordReset ResetPassword ConfirmEmailChange ListOAuthProviders FinishOAuth"
	decided := map[string][]string{
		"AccountService":   {account, "recognised: SignOut", "known: StartOAuth"},
		"CvService":        {"everybody: ListAtsRules ListTemplates"},
		"InterviewService": {"everybody: GetRubric"},
		"UserService":      {"recognised: RestoreAccount", "services: RedeemTelegramLink"},
	}
	whole := map[string]rpc.Who{
		"ConversationService": rpc.Services, "MediaService": rpc.Services, "AdminService": rpc.Admins, "QuestionService": rpc.Admins,
	}
	created := strings.Fields("Register ExportData CreateTelegramLink CreateLiveSession UploadCv SaveCv ImportCv StartInterview SpeakAnswer CreateQuestion")
	for procedure, method := range contract() {
		service, name := string(method.Parent().Name()), string(method.Name())
		want, ok := whole[service]
		if !ok {
			want = rpc.Users
		}
		for _, line := range decided[service] {
			who, names, _ := strings.Cut(line, ": ")
			if slices.Contains(strings.Fields(names), name) {
				want = rpc.Who(who)
			}
		}
		door, _ := rpc.DoorOf(procedure)
		if door.Who != want {
			t.Errorf("%s is for %s, want %s", procedure, door.Who, want)
		}
		if door.Created != slices.Contains(created, name) {
			t.Errorf("%s: created %v", procedure, door.Created)
		}
		if (door.Class == rpc.Unlimited) != (want == rpc.Services) {
			t.Errorf("%s counts as %s", procedure, door.Class)
		}
		if door.Cached != nil && door.Changes != "" {
			t.Errorf("%s is cached and changes something", procedure)
		}
	}
}

// shut is a gate that one session is refused at.
type shut string

var errEnded = fault.New(fault.Unauthenticated, "session_ended", "This session has ended. Sign in again.")

func (s shut) Admit(who account.Identity) error {
	if who.SessionID == string(s) {
		return errEnded
	}
	return nil
}

func (shut) Watch(ctx context.Context, _ account.Identity) (context.Context, func()) {
	return ctx, func() {}
}

// everyService serves the whole contract without a single handler: who is let in
// is told that the call is not implemented, or that its request is empty.
func everyService(o connect.HandlerOption) http.Handler {
	options := rpc.HandlerOptions(o)
	mux := http.NewServeMux()
	mux.Handle(rpcs.NewAccountServiceHandler(rpcs.UnimplementedAccountServiceHandler{}, options...))
	mux.Handle(rpcs.NewUserServiceHandler(rpcs.UnimplementedUserServiceHandler{}, options...))
	mux.Handle(rpcs.NewAdminServiceHandler(rpcs.UnimplementedAdminServiceHandler{}, options...))
	mux.Handle(rpcs.NewLiveServiceHandler(rpcs.UnimplementedLiveServiceHandler{}, options...))
	mux.Handle(rpcs.NewAiServiceHandler(rpcs.UnimplementedAiServiceHandler{}, options...))
	mux.Handle(rpcs.NewCvServiceHandler(rpcs.UnimplementedCvServiceHandler{}, options...))
	mux.Handle(rpcs.NewCvOptimizationServiceHandler(rpcs.UnimplementedCvOptimizationServiceHandler{}, options...))
	mux.Handle(rpcs.NewInterviewServiceHandler(rpcs.UnimplementedInterviewServiceHandler{}, options...))
	mux.Handle(rpcs.NewQuestionServiceHandler(rpcs.UnimplementedQuestionServiceHandler{}, options...))
	mux.Handle(rpcs.NewConversationServiceHandler(rpcs.UnimplementedConversationServiceHandler{}, options...))
	mux.Handle(rpcs.NewMediaServiceHandler(rpcs.UnimplementedMediaServiceHandler{}, options...))
	// A procedure that somebody serves and nobody thought about.
	mux.Handle("/interviewai.v1.NewService/Surprise", connect.NewUnaryHandler("/interviewai.v1.NewService/Surprise",
		func(context.Context, *connect.Request[emptypb.Empty]) (*connect.Response[emptypb.Empty], error) {
			return connect.NewResponse(&emptypb.Empty{}), nil
		}, options...))
	return mux
}

// knock makes an empty call of any kind and returns its error.
func knock(t *testing.T, client *http.Client, procedure, token string, stream bool) error {
	t.Helper()
	c := connect.NewClient[emptypb.Empty, emptypb.Empty](client, inproc.BaseURL+procedure, connect.WithGRPC())
	if !stream {
		_, err := c.CallUnary(t.Context(), as(token, &emptypb.Empty{}))
		return err
	}
	s := c.CallBidiStream(t.Context())
	if token != "" {
		s.RequestHeader().Set("Authorization", "Bearer "+token)
	}
	_ = s.Send(&emptypb.Empty{}) // the answer says what went wrong
	_ = s.CloseRequest()
	_, err := s.Receive()
	_ = s.CloseResponse()
	return err
}

func TestDoorTable(t *testing.T) {
	people := map[string]account.Identity{
		"user":              {UserID: "u1", Role: account.User},
		"pro":               {UserID: "u2", Role: account.Pro},
		"elite":             {UserID: "u3", Role: account.Elite},
		"admin":             {UserID: "u4", Role: account.Admin},
		"unknown role":      {UserID: "u5", Role: "owner"},
		"no role":           {UserID: "u6"},
		"user as service":   {UserID: "u7", Role: account.Service},
		"ended session":     {UserID: "u1", Role: account.User, SessionID: "ended"},
		"admin, ended":      {UserID: "u4", Role: account.Admin, SessionID: "ended"},
		"no token":          {},
		"garbage":           {},
		"expired":           {},
		"service":           {},
		"service and a bit": {},
	}
	d := open(t, live{}, func(d *door, o *rpc.InterceptorOptions) {
		o.Gate = shut("ended")
		o.Authenticate = func(_ context.Context, token string) (account.Identity, error) {
			if who := people[token]; who.UserID != "" {
				return who, nil
			}
			return account.Identity{}, account.ErrToken
		}
		d.handler = everyService
	})
	const in, unknown, denied = "in", "unauthenticated", "permission_denied"
	expect := func(who rpc.Who, caller string) string {
		identity := people[caller]
		person := slices.Contains([]string{"user", "pro", "elite", "admin"}, caller)
		switch {
		case who == rpc.Everybody,
			who == rpc.Services && caller == "service",
			(who == rpc.Known || who == rpc.Recognised) && caller == "no token",
			who == rpc.Users && person, who == rpc.Known && person, who == rpc.Recognised,
			who == rpc.Admins && caller == "admin":
			return in
		case who == rpc.Services:
			return unknown
		case identity.UserID != "" && identity.SessionID == "" && identity.Role != account.Service:
			return denied
		}
		return unknown
	}
	procedures := contract()
	for caller := range people {
		token := caller
		switch caller {
		case "no token":
			token = ""
		case "service":
			token = serviceToken
		case "service and a bit":
			token = serviceToken + "x"
		}
		for procedure, method := range procedures {
			door, _ := rpc.DoorOf(procedure)
			err := knock(t, d.client, procedure, token, method.IsStreamingClient() || method.IsStreamingServer())
			got := connect.CodeOf(err).String()
			if err == nil || got == "unimplemented" || got == "invalid_argument" {
				got = in
			}
			if want := expect(door.Who, caller); got != want {
				t.Errorf("%s, %s: %s (%v), want %s", procedure, caller, got, err, want)
			}
			if got != in && rpc.DetailOf(err) == nil {
				t.Errorf("%s, %s: refused without a detail", procedure, caller)
			}
		}
		if err := knock(t, d.client, "/interviewai.v1.NewService/Surprise", token, false); rpc.DetailOf(err) == nil ||
			!slices.Contains([]string{denied, unknown}, connect.CodeOf(err).String()) {
			t.Errorf("a procedure without a door, %s: %v", caller, err)
		}
	}
	t.Logf("%d procedures × %d callers", len(procedures), len(people))
}

func TestATokenThatCannotBeCheckedIsNoAnonymousCall(t *testing.T) {
	d := open(t, live{}, func(d *door, o *rpc.InterceptorOptions) {
		o.Authenticate = func(context.Context, string) (account.Identity, error) {
			return account.Identity{}, errors.New("keys are away")
		}
		d.handler = everyService
	})
	if err := knock(t, d.client, rpcs.AccountServiceStartOAuthProcedure, "any", false); connect.CodeOf(err) != connect.CodeInternal {
		t.Errorf("a token that could not be checked: %v", err)
	}
}
