package audiofile

import (
	"errors"
	"syscall"
	"time"
	"unsafe"
)

// limitProcess bounds what the child may take from the machine: processor time
// (so that an orphan ends too), address space, open files, no written files,
// no core dump. It is applied right after the start, before ffmpeg has read
// its input. A child that has already ended needs no limits.
func limitProcess(pid int, cpu time.Duration) error {
	seconds := uint64(cpu/time.Second) + 1
	limits := []struct {
		resource int
		value    uint64
	}{
		{syscall.RLIMIT_CPU, seconds},
		{syscall.RLIMIT_AS, 2 << 30},
		{syscall.RLIMIT_NOFILE, 64},
		{syscall.RLIMIT_FSIZE, 0},
		{syscall.RLIMIT_CORE, 0},
	}
	for _, l := range limits {
		r := syscall.Rlimit{Cur: l.value, Max: l.value}
		_, _, errno := syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(pid), uintptr(l.resource),
			uintptr(unsafe.Pointer(&r)), 0, 0, 0)
		if errno != 0 && !errors.Is(errno, syscall.ESRCH) {
			return errno
		}
	}
	return nil
}
