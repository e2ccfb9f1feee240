import Foundation
import TestSupport
import Testing

/// What the built program does with the outputs that a shell gives it. Each case is a script that
/// ends with 0 where all is right, and with 77 where the machine lacks what it takes.
@Suite("Outputs of the command line")
struct OutputTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let claim: String
        let script: String

        init(_ claim: String, _ script: String) {
            self.claim = claim
            self.script = script
        }

        var testDescription: String { claim }
    }

    /// Writes a TAP report of one scenario to the file that follows.
    private static let prelude = #"""
        cd "$W" || exit 1
        tap() { "$G" attack run LED-01 --tap "$@"; }
        isTAP() { grep -q '^TAP version' "$1" && grep -q '^1\.\.' "$1"; }
        asRoot() { [ "$(id -u)" = 0 ] || exit 77; }

        """#

    private func run(_ script: String, in folder: TemporaryFolder) throws -> Program.Ending {
        try Program.run(
            program: "/bin/bash", ["-c", Self.prelude + script],
            environment: ["G": Program.url.path, "NANO": Program.nano, "W": folder.path])
    }

    private func check(_ tried: Case) throws {
        let ending = try run(tried.script, in: TemporaryFolder())
        if ending.code == 77 {
            print("skipped: \(tried.claim): this user or machine lacks what it takes")
            return
        }
        #expect(ending.code == 0, "\(tried.script)\n\(ending.output)\n\(ending.messages)")
    }

    // MARK: Reports

    private static let reports: [Case] = [
        Case(
            "a file gets the report whole and nothing is left beside it",
            "tap f > out && isTAP f && [ \"$(ls)\" = $'f\\nout' ]"),
        Case(
            "a file keeps its mode",
            "echo old > f; chmod 600 f; tap f > out && isTAP f && [ \"$(stat -c %a f)\" = 600 ]"),
        Case(
            "a missing folder is 65 and nothing is made",
            "tap no/f > out 2> err; [ $? = 65 ] && [ ! -e no ] && [ ! -s out ] && grep -q no/ err"),
        Case("a folder is 65", "mkdir d; tap d > out 2> err; [ $? = 65 ] && [ ! -s out ]"),
        Case(
            "a pipe with a reader stays one and its reader gets the report",
            "mkfifo p; timeout 20 cat p > got & tap p > out; wait; [ -p p ] && isTAP got"),
        Case(
            "a pipe whose reader leaves early ends with a code, not with a signal",
            "mkfifo p; timeout 20 head -c 1 p > got & tap p > out; rc=$?; "
                + "[ -p p ] && [ $rc -lt 128 ]"),
        Case(
            "- is standard output, and the table goes to standard error",
            "tap - > out 2> err && isTAP out && ! grep -q '^TAP' err && [ -s err ]"),
        Case("- makes no file of that name", "tap - > /dev/null 2>&1; [ ! -e ./- ]"),
        Case("./- is a file", "tap ./- > out && isTAP ./-"),
        Case("/dev/stdout leads through a pipe", "tap /dev/stdout 2> err | cat > out; isTAP out"),
        Case(
            "/dev/stdout that is a file is not torn away from it",
            "{ echo before; tap /dev/stdout 2> err; echo after; } > out; "
                + "isTAP out && [ \"$(head -1 out)\" = before ] && [ \"$(tail -1 out)\" = after ]"),
        Case("/dev/fd/N is the descriptor", "tap /dev/fd/7 7> f > out && isTAP f"),
        Case(
            "a descriptor that is open for reading only is 65",
            "echo x > f; tap /dev/fd/7 7< f > out 2> err; [ $? = 65 ]"),
        Case(
            ">(…) gets the report",
            "tap >(cat > got) > out; for i in {1..99}; do isTAP got && exit; sleep .1; done; exit 1"
        ),
        Case(
            "a link stays and its target is replaced",
            "mkdir r; echo old > r/f; ln -s r/f l; tap l > out && [ -L l ] && isTAP r/f"),
        Case(
            "a link to nothing stays and its target comes to be",
            "ln -s f l; tap l > out && [ -L l ] && isTAP f"),
        Case(
            "of two hard links the other keeps its bytes",
            "echo old > f; ln f g; tap f > out && isTAP f && [ \"$(cat g)\" = old ]"),
        Case(
            "two reports under one name are 64, and the file keeps its bytes",
            """
            echo old > f; mkdir d; ln -s f l; ln -s . h
            for name in f ./f d/../f l h/f "$PWD/f"; do
              tap f --junit "$name" > out 2> err; [ $? = 64 ] || { echo "$name"; exit 1; }
            done
            [ "$(cat f)" = old ]
            """),
        Case("two reports to standard output are 64", "tap - --junit /dev/stdout; [ $? = 64 ]"),
        Case("two reports to /dev/null are none", "tap /dev/null --junit /dev/null > out"),
        Case(
            "a report beside --format json on standard output is 64",
            "tap - --format json > out 2> err; [ $? = 64 ] && [ ! -s out ]"),
        Case("an option given twice is 64", "tap a --tap b; [ $? = 64 ] && [ ! -e b ]"),
        Case("an option given twice with = is 64", "tap a --tap=b; [ $? = 64 ] && [ ! -e b ]"),
        Case(
            "a name with blanks, quotes and a line break is a name",
            "n=$'a \"b\\'\\nc'; tap \"$n\" > out && isTAP \"$n\""),
        Case("a name of 300 bytes is 65", "tap $(printf 'a%.0s' {1..300}) > out 2>&1; [ $? = 65 ]"),
    ]

    @Test("A report comes out where its name leads", arguments: reports)
    func report(_ tried: Case) throws { try check(tried) }

    private static let privileged: [Case] = [
        Case(
            "a device node of a full disk stays one, and the code is 70",
            """
            asRoot; mknod full c 1 7 && { : < full; } 2> /dev/null || exit 77
            tap full > out 2> err; [ $? = 70 ] && [ -c full ] && [ -s out ] && [ -s err ]
            """),
        Case(
            "a device node that takes everything stays one",
            """
            asRoot; mknod null c 1 3 && { : > null; } 2> /dev/null || exit 77
            tap null > out && [ -c null ]
            """),
        Case(
            "a receipt and its trace are written both or neither, and a full disk is 70",
            """
            asRoot; unshare -m true 2> /dev/null || exit 77
            full() { unshare -m bash -c 'mount -t tmpfs -o size=8k t d
                head -c 8192 /dev/zero > d/z
                rm -f d/y; "$@"; c=$?; ls d > names; exit $c' - "$@"; }
            mkdir d; "$G" receipt key --out k > out || exit 1
            emit() { "$G" receipt emit --model "$NANO" --key k --prompts 1 "$@" > out 2> err; }
            emit --out a --trace /dev/full; [ $? = 70 ] && [ ! -e a ] || exit 1
            full "$G" receipt emit --model "$NANO" --key k --prompts 1 --out a --trace d/t 2> err
            [ $? = 70 ] && [ ! -e a ] && [ "$(cat names)" = z ] || exit 1
            full "$G" receipt key --out d/k 2> err; [ $? = 70 ] && [ "$(cat names)" = z ] || exit 1
            emit --out a --trace t && [ -s a ] && [ -s t ]
            """),
        Case(
            "a folder without permission is 65 before the work",
            """
            asRoot; mkdir d; chmod 755 . d; u='setpriv --reuid=65534 --regid=65534 --clear-groups'
            $u test -x "$G" -a -r "$W" || exit 77
            $u "$G" attack run LED-01 --tap d/f > out 2> err
            [ $? = 65 ] && [ ! -s out ] && grep -q 'Permission denied' err
            """),
        Case(
            "a file without permission is 65; one that may be written in such a folder is written",
            """
            asRoot; mkdir d; echo old > d/f; echo old > d/g; chmod 755 . d; chmod 444 d/f
            chmod 666 d/g; u='setpriv --reuid=65534 --regid=65534 --clear-groups'
            $u test -x "$G" -a -r "$W" || exit 77
            $u "$G" attack run LED-01 --tap d/f > out 2> err; [ $? = 65 ] || exit 1
            $u "$G" attack run LED-01 --tap d/g > out && isTAP d/g && [ "$(cat d/f)" = old ]
            """),
        Case(
            "without /proc nothing is judged as if it held",
            """
            asRoot; unshare -m true 2> /dev/null || exit 77
            noProc() { unshare -m bash -c 'mount -t tmpfs t /proc && "$@"' - "$@"; }
            noProc "$G" chain verify no.json --model "$NANO" > out 2> err; [ $? = 65 ] || exit 1
            noProc "$G" nosuch > out 2> err; [ $? = 64 ] || exit 1
            unset GLYPHLAB_HOUSE; cd /; noProc "$G" reproduce --prompts 1 > "$W/out" || exit 1
            grep -q '^ *match  *yes' "$W/out"
            """),
        Case(
            "threads follow the affinity",
            """
            command -v taskset > /dev/null && taskset -c 0 true || exit 77
            taskset -c 0 "$G" reproduce --prompts 1 --format json | grep -q '"threads": 1,'
            """),
    ]

    @Test("What takes root, or a tool of Linux", arguments: privileged)
    func withPrivileges(_ tried: Case) throws { try check(tried) }

    // MARK: Standard streams

    private static let streams: [Case] = [
        Case(
            "a full standard output is one line and 70",
            """
            [ -c /dev/full ] || exit 77
            for a in 'attack list' '--help' '--version' 'models list' 'doctor'; do
              "$G" $a > /dev/full 2> err; [ $? = 70 ] && [ "$(wc -l < err)" = 1 ] || exit 1
            done
            """),
        Case(
            "a closed standard output is 70",
            "for a in 'attack list' --help; do \"$G\" $a >&- 2> err; [ $? = 70 ] || exit 1; done"),
        Case("a report to a closed standard output is 70", "tap - >&- 2> err; [ $? = 70 ]"),
        Case(
            "a reader that has had enough changes no code",
            "\"$G\" attack list | head -1 > out; [ ${PIPESTATUS[0]} = 0 ] && [ -s out ]"),
        Case(
            "a reader that is gone from the start changes no code",
            "\"$G\" attack list | sleep 0; [ ${PIPESTATUS[0]} = 0 ]"),
        Case(
            "a closed standard error changes no code, and no report gets its text",
            """
            "$G" nosuch 2>&-; [ $? = 64 ] || exit 1
            tap f 2>&- > out && isTAP f && ! grep -q glyphlab: f
            """),
        Case(
            "a closed standard input changes no code", "\"$G\" attack list <&- > f && [ -s f ]"),
        Case("all three closed still end", "\"$G\" attack list <&- >&- 2>&-; [ $? = 70 ]"),
        Case(
            "no arguments are usage, 64",
            "\"$G\" > out 2> err; [ $? = 64 ] && [ ! -s out ] && grep -q USAGE err"),
        Case(
            "a group without its command is usage, 64",
            "\"$G\" models > out 2> err; [ $? = 64 ] && [ ! -s out ] && grep -q USAGE err"),
        Case(
            "an unknown command is 64 with a suggestion",
            "\"$G\" reprodce > out 2> err; [ $? = 64 ] && grep -q \"reproduce\" err"),
        Case(
            "an unknown command below a group is 64 with a suggestion",
            "\"$G\" models inspct > out 2> err; [ $? = 64 ] && grep -q \"inspect\" err"),
    ]

    @Test("Standard streams that take nothing are told by a code", arguments: streams)
    func stream(_ tried: Case) throws { try check(tried) }

    // MARK: Before the work

    private static let early: [Case] = [
        Case(
            "models convert looks at its folder first",
            """
            echo x > f; "$G" models convert "$NANO" --to hdf5 --out f/x 2> err; [ $? = 65 ] &&
              grep -q 'f: expected a folder' err
            """),
        Case(
            "models synth looks at its folder first",
            """
            echo x > f; "$G" models synth --seed s --layers 1 --width 64 --heads 1 --vocab 9 \
              --context 9 --out f/x 2> err; [ $? = 65 ] && grep -q 'f: expected a folder' err
            """),
        Case(
            "reproduce --record looks at its file first",
            "\"$G\" reproduce --record no/f > out 2> err; [ $? = 65 ] && [ ! -s out ]"),
        Case(
            "a part of a model that is missing is 2",
            """
            mkdir m; cp "$NANO"/* m; rm m/config.json
            for a in 'prove --salt s --prompt p --model m' 'models inspect m' \
              'reproduce --model m' 'models convert m --to hdf5 --out x' \
              'models convert no --to hdf5 --out x' \
              'models inspect no'; do
              "$G" $a > out 2> err; [ $? = 2 ] || { echo "$a"; exit 1; }
            done; [ ! -e x ]
            """),
        Case(
            "any other named file that is missing is 65",
            """
            for a in "prove --salt s --prompt-file no --model $NANO" \
              "chain verify no --model $NANO" "chain show --db no" "chain export --db no --out x" \
              "attack run LED-01 --known no" "reproduce no.json"; do
              "$G" $a > out 2> err; [ $? = 65 ] || { echo "$a"; exit 1; }
            done; [ ! -e x ] && [ ! -e no ]
            """),
    ]

    @Test("What cannot be read or written is told before the work", arguments: early)
    func beforeTheWork(_ tried: Case) throws { try check(tried) }

    // MARK: Signals

    @Test(
        "An interrupted command ends by the signal and takes its unfinished file away",
        arguments: [("INT", 130), ("TERM", 143), ("HUP", 129)])
    func interrupted(_ signal: String, _ code: Int) throws {
        try check(
            Case(
                "SIG\(signal)",
                """
                env --default-signal=\(signal) true || exit 77
                env --default-signal=\(signal) "$G" models synth --seed s --layers 12 --width 768 \
                  --heads 12 --vocab 50257 --context 1024 --out m > out 2> err & P=$!
                for i in {1..200}; do ls m/*.partial > list 2> /dev/null && break; sleep 0.05; done
                [ -s list ] || exit 1
                kill -\(signal) $P; wait $P; rc=$?; echo "code $rc"; cat err
                [ $rc = \(code) ] && grep -q 'glyphlab: interrupted' err && [ -z "$(ls m)" ]
                """))
    }

    @Test(
        "An interrupted run of the suite leaves no report",
        arguments: [("INT", 130), ("TERM", 143)])
    func interruptedRun(_ signal: String, _ code: Int) throws {
        try check(
            Case(
                "SIG\(signal)",
                """
                timeout --preserve-status -s \(signal) 0.7 "$G" attack run --html f > out 2> err
                rc=$?; echo "code $rc"; cat err; [ $rc = \(code) ] && [ "$(ls)" = $'err\\nout' ]
                """))
    }

    // MARK: Terminals

    /// What a pseudo-terminal 30 columns wide gets; nil where the machine has no `script`.
    private func onTerminal(_ command: String) throws -> String? {
        let folder = try TemporaryFolder()
        let ending = try run(
            "command -v script > /dev/null || exit 77; export C='stty cols 30; \(command)'\n"
                + "script -qefc 'bash -c \"$C\"' /dev/null < /dev/null > out; exit 0",
            in: folder)
        guard ending.code != 77 else {
            print("skipped: this machine has no 'script' to make a pseudo-terminal")
            return nil
        }
        return try String(contentsOfFile: folder.path + "/out", encoding: .utf8)
    }

    /// Has a bar on a terminal that can show it, and is interrupted in the midst of the work, once
    /// `test` holds.
    private static func longWork(interruptedOnce test: String) -> String {
        #"""
        (for i in $(seq 1200); do \#(test) && break; sleep 0.05; done; kill -INT $(cat pid)) &
        export COLUMNS=
        (echo $BASHPID > pid; exec "$G" models synth --seed s --layers 48 --width 768 --heads 12 \#
        --vocab 99 --context 64 --out m)
        """#
    }

    @Test("The bar is never longer than the terminal is wide")
    func barWidth() throws {
        guard
            let text = try onTerminal(
                "export TERM=xterm; \(Self.longWork(interruptedOnce: "grep -q tensors out"))")
        else { return }
        let bars = text.unicodeScalars.split { $0 == "\r" || $0 == "\n" }
            .map {
                String(String.UnicodeScalarView($0)).replacingOccurrences(of: "\u{1B}[K", with: "")
            }
            .filter { $0.contains("tensors") }
        #expect(!bars.isEmpty, "\(text.debugDescription)")
        for bar in bars { #expect(bar.unicodeScalars.count < 31, "\(bar.debugDescription)") }
    }

    @Test("A dumb terminal gets no escape")
    func dumbTerminal() throws {
        guard
            let text = try onTerminal(
                "export TERM=dumb; \(Self.longWork(interruptedOnce: "ls m/*.partial > list 2>&1"))")
        else { return }
        #expect(!text.contains("\u{1B}"))
        #expect(text.contains("interrupted"))
    }

    @Test("A verdict is in colour on a terminal, unless NO_COLOR says otherwise")
    func colour() throws {
        let command = #""$G" reproduce --prompts 1"#
        guard let coloured = try onTerminal("export TERM=xterm; unset NO_COLOR; \(command)"),
            let plain = try onTerminal("export TERM=xterm NO_COLOR=1; \(command)")
        else { return }
        #expect(coloured.contains("\u{1B}["))
        #expect(plain.contains("match"))
        #expect(!plain.contains("\u{1B}"))
    }
}
