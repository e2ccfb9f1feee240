import Encodings
import Foundation
import TestSupport
import Testing

/// The main job wherever a user may start it.
@Suite("The program in other surroundings")
struct SurroundingsTests {
    /// The last line of the embedded model's golden.
    static let hash = Result {
        let text = try Data(
            contentsOf: Vectors.house.appending(path: "Goldens/glyph-nano.json"))
        return try JSONParser.parse(Array(text), byteCountMax: 1 << 20).at("ultimate_hash")
            .string()
    }

    private func expectReproduced(_ ending: Ending) throws {
        #expect(ending.code == 0, "\(ending.messages)")
        #expect(ending.output.contains("  hash      \(try Self.hash.get())"))
        #expect(ending.output.contains(/match +yes/))
        #expect(ending.messages == "")
    }

    @Test("From another folder, by a relative path and through a link")
    func otherFolder() throws {
        let journey = try Journey()
        try expectReproduced(try journey.run(#""$G" reproduce"#))
        try expectReproduced(try journey.run(#"ln -s "$G" linked; ./linked reproduce"#))
        let relative = try journey.run(
            #"cp -r "$NANO" "a model"; "$G" reproduce --model "a model""#)
        try expectReproduced(relative)
    }

    @Test("Without arguments: usage on standard error, 64")
    func noArguments() throws {
        let ending = try Journey().run(#""$G""#)
        #expect(ending.code == 64)
        #expect(ending.output == "")
        #expect(ending.messages.contains("USAGE: glyphlab"))
    }

    @Test("In pipes there is no bar, no colour and no escape")
    func pipes() throws {
        let journey = try Journey()
        let piped = try journey.run(#"set -o pipefail; "$G" reproduce | cat"#)
        try expectReproduced(piped)
        #expect(!piped.output.contains("\u{1B}"))
        // A reader that has enough is no fault.
        let closed = try journey.run(#""$G" attack list | head -1; exit ${PIPESTATUS[0]}"#)
        #expect(closed.code == 0, "\(closed.messages)")
        #expect(closed.outputLines.count == 1 && closed.messages == "")
    }

    @Test(
        "A full disk under standard output is a line and 70",
        arguments: ["reproduce --prompts 2", "attack list", "models list", "doctor", "--help"])
    func full(arguments: String) throws {
        let ending = try Journey().run(#""$G" \#(arguments) >/dev/full"#)
        #expect(ending.code == 70, "\(ending.messages)")
        #expect(ending.messageLines.count == 1, "\(ending.messages)")
    }

    @Test(
        "Without /proc the receipt is the same",
        .enabled(if: Self.canHideProc, "needs root and 'unshare -m'"))
    func noProc() throws {
        try expectReproduced(try Journey().run("\(Self.hidingProc) exec \"$G\" reproduce'"))
    }

    private static let hidingProc =
        "mkdir -p none; exec unshare -m bash -c 'mount --make-rprivate / && "
        + "mount --bind none /proc && test ! -e /proc/self &&"
    private static let canHideProc =
        Shell.isRoot && (try? Journey().run("\(hidingProc) true'").code) == 0

    @Test(
        "An ordinary user in a checkout that he may only read",
        .enabled(if: Self.canDropRights, "needs root and 'setpriv'"))
    func readOnly() throws {
        let checkout = try Checkout()
        #expect(try checkout.run("chmod -R a-w,a+rX . ..").code == 0)
        func asUser(_ command: String) throws -> Ending {
            try checkout.run("\(Self.droppingRights) \(command)", variables: ["HOME": "/"])
        }
        let program = ".build/release/glyphlab"
        try expectReproduced(try asUser("\(program) reproduce"))
        for command in ["models list", "models verify Models/glyph-nano", "attack run LED-01"] {
            let ending = try asUser("\(program) \(command)")
            #expect(ending.code == 0, "\(command): \(ending.messages)")
        }
        let record = try asUser("\(program) reproduce --prompts 2 --record own.json")
        #expect(record.code != 0 && record.output == "", "\(record.output)")
        #expect(record.messages.contains("own.json"), "\(record.messages)")
        #expect(!FileManager.default.fileExists(atPath: checkout.path + "/own.json"))
        #expect(try checkout.run("chmod -R u+w . ..").code == 0)
    }

    private static let droppingRights =
        "setpriv --reuid=65534 --regid=65534 --clear-groups --bounding-set=-all"
    private static let canDropRights =
        Shell.isRoot && (try? Shell.run("\(droppingRights) true").code) == 0

    /// The oldest processor with AVX2, and one before it.
    @Test(
        "On an emulated processor the receipt is the same",
        .enabled(if: Shell.has("qemu-x86_64"), "needs qemu-x86_64, of Debian's qemu-user"),
        arguments: [("Haswell", "avx2"), ("Nehalem", "portable")])
    func emulated(processor: String, backend: String) throws {
        let ending = try Journey().run(
            "exec qemu-x86_64 -cpu \(processor) \"$G\" reproduce --backend \(backend) 2>messages")
        #expect(ending.code == 0, "\(ending.messages)")
        #expect(ending.output.contains("  hash      \(try Self.hash.get())"))
        #expect(ending.output.contains(try Regex("  backend +\(backend)")))
    }

    @Test("Bash completes 'glyphlab repr' to 'reproduce'")
    func completion() throws {
        let ending = try Journey().run(
            """
            "$G" --generate-completion-script bash >complete || exit
            source ./complete
            glyphlab() { "$G" "$@"; }
            COMP_WORDS=(glyphlab repr) COMP_CWORD=1 COMP_LINE="glyphlab repr" COMP_POINT=13
            COMP_TYPE=9 COMP_KEY=9
            _glyphlab glyphlab repr glyphlab
            printf '%s\\n' "${COMPREPLY[@]}"
            """)
        #expect(ending.code == 0, "\(ending.messages)")
        #expect(ending.outputLines == ["reproduce"], "\(ending.messages)")
    }
}
