module github.com/interviewai-pro/interviewai/tools/mongotest

go 1.26.8

require github.com/FerretDB/FerretDB v1.24.0 // indirect
