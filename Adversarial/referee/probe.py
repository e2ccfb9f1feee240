"""Tries all that a sandbox should keep from a script, and a few things that it should not, and
prints a line for each attempt: `what was tried: worked`, or `refused` and why. No attack: it talks
no protocol. Adversarial/SANDBOX.md is made of its output.

    probe.py                          tries all, in the order below
    probe.py --tables Goldens/sandbox  prints the tables of the page

Each attempt is made by a child of its own. Where a bare system call is tried, an answer about its
arguments shows that the kernel has heard it, and counts as worked. Every bomb stops itself just
above its limit: 64 processes, 1 GiB, 20 s.
"""

import ctypes
import errno
import fcntl
import mmap
import os
import resource
import signal
import socket
import sys
import threading
import time

LEVELS = ["limits", "landlock", "namespaces"]
SCRIPT = os.path.abspath(__file__)
PARENT = os.getppid()
GIVEN = {"PATH", "HOME", "LC_ALL", "LC_CTYPE", "TZ", "PYTHONHASHSEED", "PYTHONPATH", "PERL5LIB",
         "NODE_PATH", "OPENBLAS_NUM_THREADS", "OPENSSL_CONF"}

# The numbers of system calls: x86_64 and aarch64.
CALLS = {
    "add_key": (248, 217), "adjtimex": (159, 171), "bpf": (321, 280), "capset": (126, 91),
    "chroot": (161, 51), "clock_adjtime": (305, 266), "clock_settime": (227, 112),
    "clone": (56, 220), "clone3": (435, 435), "delete_module": (176, 106),
    "execveat": (322, 281), "fanotify_init": (300, 262), "fchmodat2": (452, 452),
    "finit_module": (313, 273), "fsopen": (430, 430), "init_module": (175, 105),
    "inotify_init1": (294, 26), "io_uring_setup": (425, 425), "ioprio_set": (251, 30),
    "kcmp": (312, 272), "kexec_load": (246, 104), "keyctl": (250, 219),
    "landlock_create_ruleset": (444, 444), "mbind": (237, 235), "memfd_create": (319, 279),
    "memfd_secret": (447, 447), "mlock": (149, 228), "mount": (165, 40),
    "move_mount": (429, 429), "mq_open": (240, 180), "msgget": (68, 186),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "open_tree": (428, 428),
    "perf_event_open": (298, 241), "personality": (135, 92), "pidfd_getfd": (438, 438),
    "pidfd_open": (434, 434), "pidfd_send_signal": (424, 424), "pivot_root": (155, 41),
    "prctl": (157, 167), "process_madvise": (440, 440), "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271), "ptrace": (101, 117), "quotactl": (179, 60),
    "request_key": (249, 218), "rt_sigqueueinfo": (129, 138), "sched_setaffinity": (203, 122),
    "sched_setscheduler": (144, 119), "seccomp": (317, 277), "semget": (64, 190),
    "setgroups": (116, 159), "sethostname": (170, 161), "setns": (308, 268),
    "setpriority": (141, 140), "settimeofday": (164, 170), "setuid": (105, 146),
    "shmget": (29, 194), "splice": (275, 76), "swapon": (167, 224), "syslog": (103, 116),
    "timer_create": (222, 107), "timerfd_create": (283, 85), "umount2": (166, 39),
    "unshare": (272, 97), "userfaultfd": (323, 282), "vmsplice": (278, 75),
}
COLUMN = {"x86_64": 0, "aarch64": 1}.get(os.uname().machine)
REFUSALS = (errno.EPERM, errno.EACCES, errno.ENOSYS)
# Several errors have one word: which of them comes hangs on who owns a file.
WORDS = {
    "refused": (errno.EPERM, errno.EACCES, errno.EROFS, errno.EXDEV),
    "refused, not there": (errno.ENOENT,),
    "refused, no such call": (errno.ENOSYS,),
    "refused, no terminal": (errno.ENOTTY, errno.ENXIO),
    "refused, no more": (errno.EAGAIN, errno.EMFILE, errno.EFBIG, errno.ENOSPC, errno.ENOMEM),
}


class Refused(Exception):
    """An attempt that failed without an error of the system."""


def call(name, *arguments):
    """An attempt that makes a system call with these arguments."""
    def attempt():
        if COLUMN is None:
            raise Refused("its number is not known")
        library = ctypes.CDLL(None, use_errno=True)
        values = [ctypes.c_long(value) if isinstance(value, int) else value
                  for value in arguments + (0,) * (6 - len(arguments))]
        if library.syscall(ctypes.c_long(CALLS[name][COLUMN]), *values) == -1:
            if ctypes.get_errno() in REFUSALS:
                raise OSError(ctypes.get_errno(), "")
    return attempt


def opening(path, flags=os.O_RDONLY):
    """An attempt that opens a file and reads from it, or writes nothing to it."""
    def attempt():
        file = os.open(path, flags | os.O_CLOEXEC)
        if flags & (os.O_WRONLY | os.O_RDWR) == 0 and not flags & os.O_DIRECTORY:
            os.read(file, 16)
    return attempt


def listing(path):
    return lambda: os.listdir(path)


def making(path):
    """An attempt that makes a file, and removes it again."""
    def attempt():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        os.unlink(path)
    return attempt


def linking(make, source):
    """An attempt that makes a link in /tmp, and removes it again."""
    def attempt():
        path = f"/tmp/probe-{os.getpid()}"
        make(source, path)
        os.unlink(path)
    return attempt


def through_link():
    path = f"/tmp/probe-{os.getpid()}"
    os.symlink("/etc/passwd", path)
    try:
        with open(path, "rb") as file:
            file.read(1)
    finally:
        os.unlink(path)


def to_own(change):
    """An attempt that changes a file that this process has made."""
    def attempt():
        path = f"/tmp/probe-{os.getpid()}"
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            change(path)
        finally:
            os.unlink(path)
    return attempt


def a_socket(family, kind=socket.SOCK_STREAM, protocol=0):
    return lambda: socket.socket(getattr(socket, family), kind, protocol).close()


def connecting():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as ends:
        ends.settimeout(1)
        try:
            ends.connect(("127.0.0.1", 9))
        except ConnectionRefusedError:
            pass


def on_input(request):
    """An attempt to control the terminal that standard input may be."""
    return lambda: fcntl.ioctl(0, request, bytes(64))


def on_pipe(change, request, value):
    """An attempt to ask or set something of a pipe."""
    return lambda: change(os.pipe()[0], request, value)


def new_namespace(flags):
    def attempt():
        if COLUMN is None:
            raise Refused("its number is not known")
        made = ctypes.CDLL(None, use_errno=True).syscall(ctypes.c_long(CALLS["clone"][COLUMN]),
                             ctypes.c_long(flags | signal.SIGCHLD), *[ctypes.c_long(0)] * 4)
        if made == 0:
            os._exit(0)
        if made < 0:
            raise OSError(ctypes.get_errno(), "")
        os.waitpid(made, 0)
    return attempt


def seeing_parent():
    if PARENT <= 0:
        raise Refused("there is none")


def descriptors():
    for number in range(3, 1024):
        try:
            os.fstat(number)
        except OSError:
            continue
        if number != RESULT:
            return
    raise Refused("there are none")


def environment():
    if not set(os.environ) - GIVEN:
        raise Refused("there is none")


def identity():
    if os.getuid() != 0 and os.geteuid() != 0 and 0 not in os.getgroups():
        raise Refused("it is another")


def host_name():
    if os.uname().nodename == "sandbox":
        raise Refused("it is told another")


def running():
    child = os.spawnv(os.P_WAIT, "/usr/bin/true", ["true"])
    if child != 0:
        raise Refused("it ended badly")


# MARK: Limits

def processes():
    """Stops itself at 64."""
    children, error = [], None
    reading, writing = os.pipe()
    for _ in range(64):
        try:
            child = os.fork()
        except OSError as failure:
            error = failure
            break
        if child == 0:
            # Until the pipe is closed: not everywhere may it be ended by a signal.
            signal.alarm(20)
            os.close(writing)
            os.read(reading, 1)
            os._exit(0)
        children.append(child)
    os.close(writing)
    for child in children:
        os.waitpid(child, 0)
    if error is not None:
        raise error


def threads():
    """Stops itself at 64."""
    end = threading.Event()
    resource.setrlimit(resource.RLIMIT_STACK, (1 << 18, resource.RLIM_INFINITY))
    threading.stack_size(1 << 18)
    try:
        for _ in range(64):
            threading.Thread(target=end.wait, args=(20,), daemon=True).start()
    except RuntimeError:
        raise OSError(errno.EAGAIN, "")
    finally:
        end.set()


def memory():
    """Stops itself at 1 GiB."""
    blocks = []
    for _ in range(16):
        blocks.append(bytes(64 << 20))


def mappings():
    """Stops itself at 1 GiB."""
    blocks = []
    for _ in range(16):
        blocks.append(mmap.mmap(-1, 64 << 20))


def processor(ignores):
    """Stops itself at 20 s."""
    def attempt():
        if ignores:
            signal.signal(signal.SIGXCPU, signal.SIG_IGN)
        while time.process_time() < 20:
            pass
    return attempt


def open_files():
    for _ in range(128):
        os.dup(0)


def one_file(path):
    with open(path, "wb") as file:
        for _ in range(17):
            file.write(bytes(1 << 20))


def many_files():
    """Stops itself at 80 MiB."""
    paths = []
    try:
        for number in range(10):
            path = f"/tmp/probe-{os.getpid()}-{number}"
            with open(path, "wb") as file:
                paths.append(path)
                file.write(bytes(8 << 20))
    finally:
        for path in paths:
            os.unlink(path)


def higher_limits():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard + 1, hard + 1))
    except ValueError:
        raise OSError(errno.EPERM, "")


def own_memory():
    with open("/proc/self/mem", "rb") as file:
        file.seek(id(file))
        file.read(1)


PAIR = (ctypes.c_long * 2)(0, 0)

ATTEMPTS = [
    ("The network", [
        ("open a socket of IP, version 4, stream", a_socket("AF_INET")),
        ("open a socket of IP, version 4, datagram", a_socket("AF_INET", socket.SOCK_DGRAM)),
        ("open a socket of IP, version 6", a_socket("AF_INET6")),
        ("open a socket of IP, raw", a_socket("AF_INET", socket.SOCK_RAW, 1)),
        ("open a local socket", a_socket("AF_UNIX")),
        ("open a pair of local sockets", lambda: socket.socketpair()),
        ("open a socket of packets", a_socket("AF_PACKET", socket.SOCK_RAW)),
        ("open a netlink socket", a_socket("AF_NETLINK", socket.SOCK_RAW)),
        ("open a socket to a hypervisor", a_socket("AF_VSOCK")),
        ("open a socket of the kernel's ciphers", a_socket("AF_ALG", socket.SOCK_SEQPACKET)),
        ("connect to loopback", connecting),
    ]),
    ("Files that are to be read", [
        ("read this script", opening(SCRIPT)),
        ("list /usr/bin", listing("/usr/bin")),
        ("read /dev/urandom", opening("/dev/urandom")),
        ("write /dev/null", opening("/dev/null", os.O_WRONLY)),
    ]),
    ("Other files", [
        ("see that /etc/passwd is there", lambda: os.stat("/etc/passwd")),
        ("see that /root is there", lambda: os.stat("/root")),
        ("read /etc/passwd", opening("/etc/passwd")),
        ("read /etc/shadow", opening("/etc/shadow")),
        ("list /", listing("/")),
        ("list /root", listing("/root")),
        ("list /home", listing("/home")),
        ("list /etc", listing("/etc")),
        ("list /tmp", listing("/tmp")),
        ("list /var", listing("/var")),
        ("list /dev", listing("/dev")),
        ("list /sys", listing("/sys")),
        ("open the terminal", opening("/dev/tty")),
        ("read the kernel's messages", opening("/dev/kmsg")),
        ("enter /root", lambda: os.chdir("/root")),
        ("read through a link in /tmp to /etc/passwd", through_link),
        ("open a file by its handle", call("open_by_handle_at")),
        ("ask for a file's handle", call("name_to_handle_at")),
        ("watch a folder", call("inotify_init1")),
        ("watch a file system", call("fanotify_init")),
    ]),
    ("/proc", [
        ("list /proc", listing("/proc")),
        ("read the state of itself", opening("/proc/self/status")),
        ("read the memory of itself as a file", own_memory),
        ("read the environment of process 1", opening("/proc/1/environ")),
        ("read the arguments of process 1", opening("/proc/1/cmdline")),
        ("read the arguments of the parent", opening(f"/proc/{PARENT}/cmdline")),
        ("list the descriptors of the parent", listing(f"/proc/{PARENT}/fd")),
        ("read the processor's name", opening("/proc/cpuinfo")),
        ("read the memory of the machine", opening("/proc/meminfo")),
        ("read the host's name", opening("/proc/sys/kernel/hostname")),
    ]),
    ("Writing", [
        ("write this script", opening(SCRIPT, os.O_WRONLY)),
        ("remove this script", lambda: os.unlink(SCRIPT)),
        ("rename this script", lambda: os.rename(SCRIPT, SCRIPT + ".old")),
        ("make a file beside this script", making(os.path.dirname(SCRIPT) + "/probe")),
        ("make a file in /", making("/probe")),
        ("make a file in /usr", making("/usr/probe")),
        ("make a file in /etc", making("/etc/probe")),
        ("make a file in /dev/shm", making(f"/dev/shm/probe-{os.getpid()}")),
        ("make a file in /var/tmp", making(f"/var/tmp/probe-{os.getpid()}")),
        ("make a file in /tmp", making(f"/tmp/probe-{os.getpid()}")),
        ("make a link in /tmp", linking(os.symlink, "/etc/passwd")),
        ("make a hard link in /tmp to this script", linking(os.link, SCRIPT)),
        ("make a hard link in /tmp to /etc/passwd", linking(os.link, "/etc/passwd")),
        ("make a named pipe in /tmp", linking(lambda _, path: os.mkfifo(path), "")),
        ("make a device in /tmp", lambda: os.mknod(f"/tmp/probe-{os.getpid()}", 0o20600, 259)),
        ("change the rights of this script", lambda: os.chmod(SCRIPT, 0o777)),
        ("change the owner of this script", lambda: os.chown(SCRIPT, 0, 0)),
        ("change the times of this script", lambda: os.utime(SCRIPT, (0, 0))),
        ("mark this script", lambda: os.setxattr(SCRIPT, "user.probe", b"1")),
        ("shorten this script", lambda: os.truncate(SCRIPT, os.stat(SCRIPT).st_size)),
        ("change the rights of a file of its own", to_own(lambda path: os.chmod(path, 0o700))),
        ("mark a file of its own", to_own(lambda path: os.setxattr(path, "user.probe", b"1"))),
        ("change rights by the newest call", call("fchmodat2")),
        ("lock this script", lambda: fcntl.flock(os.open(SCRIPT, 0), 2 | 4)),
    ]),
    ("Other processes", [
        ("have a parent that it can name", seeing_parent),
        ("ask whether the parent is there by a signal", lambda: os.kill(PARENT, 0)),
        ("ask whether process 1 is there by a signal", lambda: os.kill(1, 0)),
        ("send a signal with a value", call("rt_sigqueueinfo", PARENT)),
        ("trace, or be traced by, a process", call("ptrace")),
        ("read the memory of the parent", call("process_vm_readv", PARENT)),
        ("write the memory of the parent", call("process_vm_writev", PARENT)),
        ("advise on the memory of the parent", call("process_madvise")),
        ("compare itself with the parent", call("kcmp", PARENT, os.getpid())),
        ("hold a process by a descriptor", call("pidfd_open", PARENT)),
        ("signal a process by a descriptor", call("pidfd_send_signal", -1)),
        ("take a descriptor of a process", call("pidfd_getfd", -1)),
        ("lower the priority of the parent", call("setpriority", 0, PARENT, 19)),
        ("raise its own priority", call("setpriority", 0, 0, -5 & 0xFFFFFFFF)),
        ("choose another scheduler", call("sched_setscheduler", 0, 1, PAIR)),
        ("choose its processors", call("sched_setaffinity", 0, 8, PAIR)),
        ("choose the priority of its disk use", call("ioprio_set", 1, 0, 0)),
        ("leave its session", lambda: os.setsid()),
        ("leave its group", lambda: os.setpgid(0, 0)),
        ("start a process", running),
        ("start a program without a name", call("execveat", -1)),
        ("outlive its parent's death by prctl", call("prctl", 36, 1)),
    ]),
    ("Namespaces and mounts", [
        ("leave for a new user namespace", call("unshare", 0x10000000)),
        ("leave for a new network namespace", call("unshare", 0x40000000)),
        ("start a process in a new user namespace", new_namespace(0x10000000)),
        ("start a process in a new pid namespace", new_namespace(0x20000000)),
        ("start a process by the newest call", call("clone3")),
        ("enter a namespace", call("setns", -1)),
        ("mount", call("mount")),
        ("unmount", call("umount2")),
        ("mount by the newer calls, opening", call("fsopen")),
        ("mount by the newer calls, copying", call("open_tree", -1)),
        ("mount by the newer calls, moving", call("move_mount", -1, 0, -1)),
        ("change the root", call("pivot_root")),
        ("change its own root", call("chroot")),
    ]),
    ("The kernel", [
        ("open a ring of calls (io_uring)", call("io_uring_setup")),
        ("handle page faults (userfaultfd)", call("userfaultfd", 1)),
        ("load a program (bpf)", call("bpf", 0)),
        ("open performance counters", call("perf_event_open", 0, 0, -1, -1)),
        ("ask for a keyring", call("keyctl", 0, -3 & 0xFFFFFFFF)),
        ("add a key", call("add_key")),
        ("request a key", call("request_key")),
        ("load a module", call("init_module")),
        ("load a module by its file", call("finit_module", -1)),
        ("unload a module", call("delete_module")),
        ("load another kernel", call("kexec_load", 0, 99)),
        ("read the kernel's log", call("syslog", 10)),
        ("add swap", call("swapon")),
        ("ask for quotas", call("quotactl")),
        ("set the host's name", call("sethostname")),
        ("filter its own calls once more", call("seccomp", 2)),
        ("restrict its own files once more", call("landlock_create_ruleset", 0, 0, 1)),
        ("change the personality", call("personality", 0x40000)),
        ("place memory on nodes", call("mbind")),
        ("move bytes between pipes", call("splice", -1)),
        ("put memory into a pipe", call("vmsplice", -1)),
    ]),
    ("Identity", [
        ("be root, or in a group of root's", identity),
        ("become root", call("setuid", 0)),
        ("choose its groups", call("setgroups", 0)),
        ("take capabilities", call("capset")),
    ]),
    ("Descriptors, terminal, environment", [
        ("inherit a descriptor but the three", descriptors),
        ("inherit a variable that it is not given", environment),
        ("ask how much there is to read", on_pipe(fcntl.ioctl, 0x541B, bytes(8))),
        ("put characters into a terminal (TIOCSTI)", on_input(0x5412)),
        ("take a terminal", on_input(0x540E)),
        ("set a terminal", on_input(0x5402)),
        ("ask for signals about a descriptor", on_pipe(fcntl.fcntl, 8, os.getpid())),
        ("make a pipe larger", on_pipe(fcntl.fcntl, 1031, 1 << 17)),
    ]),
    ("Memory of several processes", [
        ("make a file in memory (memfd)", call("memfd_create", 0, 99)),
        ("make secret memory", call("memfd_secret")),
        ("make shared memory (System V)", call("shmget", 0, 4096, 0o1600)),
        ("make semaphores (System V)", call("semget", 0, 1, 0o1600)),
        ("make a queue of messages (System V)", call("msgget", 0, 0o1600)),
        ("open a queue of messages (POSIX)", call("mq_open")),
        ("lock memory", call("mlock")),
    ]),
    ("Clocks", [
        ("read the time of day", lambda: time.clock_gettime(time.CLOCK_REALTIME)),
        ("read the time since the start", lambda: time.clock_gettime(time.CLOCK_BOOTTIME)),
        ("read its processor time", lambda: time.process_time()),
        ("set an alarm", lambda: signal.setitimer(signal.ITIMER_REAL, 5)),
        ("make a timer", call("timer_create", 1)),
        ("make a timer with a descriptor", call("timerfd_create", 1)),
        ("set the time of day", call("settimeofday")),
        ("set a clock", call("clock_settime", 0)),
        ("correct the time of day", call("adjtimex")),
        ("correct a clock", call("clock_adjtime")),
    ]),
    ("The machine", [
        ("learn the host's name", host_name),
        ("learn the kernel's release", lambda: os.uname().release),
        ("learn the number of processors", lambda: os.sched_getaffinity(0)),
        ("learn the size of memory", lambda: os.sysconf("SC_PHYS_PAGES")),
        ("learn the load", lambda: os.getloadavg()),
    ]),
    ("Limits", [
        ("raise a limit", higher_limits),
        ("have 64 more processes", processes),
        ("have 64 more threads", threads),
        ("have 1 GiB of memory", memory),
        ("have 1 GiB of mappings", mappings),
        ("compute for 20 s", processor(False)),
        ("compute for 20 s, the warning ignored", processor(True)),
        ("open 128 descriptors", open_files),
        ("write a file of 17 MiB", to_own(one_file)),
        ("write 80 MiB of files", many_files),
    ]),
]

RESULT = -1


def outcome(attempt):
    """One word on an attempt, made by a child."""
    global RESULT
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        RESULT = writing
        word = "worked"
        try:
            attempt()
        except OSError as error:
            word = next((word for word, numbers in WORDS.items() if error.errno in numbers),
                        f"refused, {errno.errorcode.get(error.errno, error)}")
        except MemoryError:
            word = "refused, no more"
        except Refused as error:
            word = f"refused, {error}"
        except BaseException as error:
            word = f"refused, {type(error).__name__}"
        os.write(writing, word.encode())
        os._exit(0)
    os.close(writing)
    word = os.read(reading, 200).decode()
    os.close(reading)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return f"refused, ended by {signal.Signals(os.WTERMSIG(status)).name}"
    return word


def tables(folder):
    """The tables of the page, of the outputs that the folder has."""
    answers = {}
    for level in LEVELS:
        with open(f"{folder}/{level}.txt", encoding="utf-8") as file:
            for line in file.read().splitlines():
                what, answer = line.rsplit(": ", 1)
                answers[what, level] = answer
    for title, attempts in ATTEMPTS:
        print(f"### {title}\n\n| attempt | limits | landlock | namespaces |\n|---|---|---|---|")
        for what, _ in attempts:
            cells = [answers.get((what, level), "as the user may") for level in LEVELS]
            print(f"| {what} | {' | '.join(cells)} |")
        print()


if sys.argv[1:2] == ["--tables"]:
    tables(sys.argv[2])
else:
    for _, attempts in ATTEMPTS:
        for what, attempt in attempts:
            print(f"{what}: {outcome(attempt)}")
