module github.com/interviewai-pro/interviewai/tools/testreport

go 1.26.0
