import Foundation
import TestSupport
import Testing

/// The suite as other people's CI runs it: its reports go wherever a shell can send them.
@Suite("The journey of the attacks' reports")
struct AttackJourneyTests {
    private static let formats = ["junit", "sarif", "tap", "html"]

    @Test("Through pipes, links and standard output each report is the one that a file gets")
    func targets() throws {
        let journey = try Journey()
        let run = #""$G" attack run LED-01 --threads 1"#
        for format in Self.formats {
            let ending = try journey.run(
                """
                set -e
                touch kept && ln -s kept to-link && mkfifo to-pipe
                \(run) --\(format) to-file >scoreboard
                cat to-pipe >through & \(run) --\(format) to-pipe >/dev/null; wait
                \(run) --\(format) to-link >/dev/null
                \(run) --\(format) /proc/self/fd/1 >whole
                \(run) --\(format) - >dash
                test -p to-pipe && test -L to-link
                rm -f to-pipe to-link
                """)
            #expect(ending.code == 0, "\(format): \(ending.messages)\(ending.output)")
            let report = try journey.text(of: "to-file")
            #expect(!report.isEmpty)
            for name in ["through", "kept"] {
                let other = try journey.text(of: name)
                #expect(Self.timeless(other) == Self.timeless(report), "\(format): \(name)")
            }
            for name in ["whole", "dash"] {
                #expect(
                    try journey.text(of: name).contains(report.prefix(12)), "\(format): \(name)")
            }
        }
    }

    /// A report without what two runs differ in: figures, and the name that it was given.
    private static func timeless(_ report: String) -> String {
        report.replacing(/[0-9]+/, with: "0").replacing(/to-(file|pipe|link)/, with: "to")
    }

    @Test("A report that cannot be written is told before the work")
    func told() throws {
        let journey = try Journey()
        for format in Self.formats {
            let missing = try journey.run(#""$G" attack run LED-01 --\#(format) none/report"#)
            #expect(missing.code == 65, "\(missing.messages)")
            #expect(missing.output == "" && missing.messageLines.count == 1)
        }
    }

    /// Device nodes of the test's own: a program that is wrong would replace the machine's.
    @Test(
        "Devices stay devices, and a full one is told",
        .enabled(if: Self.canMakeDevices, "needs root and 'mknod'"))
    func devices() throws {
        for format in Self.formats {
            let journey = try Journey()
            let full = try journey.run(
                #"mknod full c 1 7; "$G" attack run LED-01 --\#(format) full"#)
            #expect(full.code == 70, "\(format): \(full.messages)")
            let null = try journey.run(
                #"mknod null c 1 3; "$G" attack run LED-01 --\#(format) null"#)
            #expect(null.code == 0, "\(format): \(null.messages)")
            #expect(try journey.run("test -c full && test -c null").code == 0, "\(format)")
        }
    }

    private static let canMakeDevices =
        (try? Journey().run("mknod full c 1 7 && ! echo text 2>/dev/null >full").code) == 0

    @Test("Two reports under one name are refused")
    func twice() throws {
        let ending = try Journey().run(#""$G" attack run LED-01 --junit same --html ./same"#)
        #expect(ending.code == 64, "\(ending.messages)")
        #expect(ending.output == "")
    }
}
