package confined

import (
	"errors"
	"os/exec"
	"syscall"
	"time"
	"unsafe"
)

// confine starts the child in a process group of its own, which is killed as a
// whole.
func confine(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

// limit bounds what the child may take from the machine: processor time (so
// that an orphan ends too), address space, open files, no written files, no core
// dump. A child that has already ended needs no limits.
func limit(pid int, p Program) error {
	limits := []struct {
		resource int
		value    uint64
	}{
		{syscall.RLIMIT_CPU, uint64(p.CPU/time.Second) + 1},
		{syscall.RLIMIT_AS, p.Memory},
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
