import Foundation
import TestSupport
import Testing

@Suite("A network while a command runs, and its epochs")
struct NetworkCommandTests {
    private static func run(
        _ folder: TemporaryFolder, _ command: [String], _ options: [String] = []
    ) throws -> (code: Int32, output: String, messages: String) {
        try ServedProcess.run(
            ["system", "network", folder.path + "/net"] + options + ["--"] + command)
    }

    /// The program, quoted for a shell.
    private static let program = "'\(ServedProcess.program.path)'"

    @Test("Its exit code is the command's, which finds all parties in its environment")
    func variables() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let script = """
                test -s "$VALIDATOR_2" && test -z "$VALIDATOR_3$NODE_3$GATEWAY_2" \
                    && curl -sf "$GATEWAY_1/nodes" > "$0" && curl -sf "$NODE_2/" ; exit 7
                """
            let nodes = folder.path + "/nodes"
            let ending = try Self.run(
                folder, ["sh", "-c", script, nodes], ["--gateways", "1", "--nodes", "2"])
            #expect(ending.code == 7, "\(ending.messages)")
            let text = try String(contentsOfFile: nodes, encoding: .utf8)
            for number in 1...2 {
                #expect(text.contains("\"name\":\"node-\(number)\""))
                #expect(text.contains("\"eth_address\":\"0x\(String(repeating: "0", count: 38))1"))
            }
            for party in ["gateway-1", "node-1", "node-2", "validator-1"] {
                #expect(ending.messages.contains("  \(party) "))
            }
        }
    }

    @Test("What cannot be run says why")
    func refusals() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let few = ["--gateways", "1", "--nodes", "0", "--validators", "0"]
            for (command, options, code, words) in [
                (["true"], ["--gateways", "0"], 64, "gateways: expected 1 to 16, got 0"),
                (["true"], ["--nodes", "17"], 64, "nodes: expected 0 to 16, got 17"),
                ([], [], 64, "command"),
                (["no such program"], few, 65, "no such program: start failed"),
                (["sh", "-c", "kill -9 $$"], few, 137, "gateway-1"),
            ] as [([String], [String], Int32, String)] {
                let ending = try Self.run(folder, command, options)
                #expect(ending.code == code, "\(command): \(ending.messages)")
                #expect(ending.messages.contains(words), "\(command): \(ending.messages)")
            }
        }
    }

    @Test("Behind its end a gateway's ledger is one file, with all that was confirmed")
    func ledgers() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let script = """
                \(Self.program) system client receipts --prompt "a small house" \
                    --max-new-tokens 3 --gateway $GATEWAY_1
                """
            let ending = try Self.run(
                folder, ["sh", "-c", script],
                ["--gateways", "1", "--nodes", "1", "--validators", "0"])
            #expect(ending.code == 0, "\(ending.messages)")
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/net")
            #expect(Set(names) == ["gateway-1.db", "gateway-1.key", "node-1.key"])
            let verified = try ServedProcess.run(
                ["system", "verify", "receipts", "--db", folder.path + "/net/gateway-1.db"])
            #expect(verified.output.hasPrefix("receipts 1, findings 0"))
        }
    }

    @Test("An interruption is the command's, whose end it waits for")
    func interruption() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let script = """
                trap 'curl -sf $GATEWAY_1/peers; exit 3' TERM
                kill -INT $PPID; kill -TERM $PPID
                while true; do sleep 0.05; done
                """
            let ending = try Self.run(
                folder, ["sh", "-c", script],
                ["--gateways", "1", "--nodes", "0", "--validators", "0"])
            #expect(ending.code == 3, "\(ending.messages)")
            #expect(ending.output == "[]")
        }
    }

    @Test("Its parties end with it, even where it is killed")
    func parties() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let port = folder.path + "/port"
            let killed = try Self.run(
                folder,
                ["sh", "-c", "echo \"${GATEWAY_1##*:}\" > \"$0\"; kill -9 $PPID", port])
            #expect(killed.code == SIGKILL)
            let text = try String(contentsOfFile: port, encoding: .utf8)
            let number = try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
            // They end when they see that their input has ended.
            while (try? RawHTTPClient(port: number)) != nil {
                Thread.sleep(forTimeInterval: 0.05)
            }
        }
    }

    @Test("An epoch is settled, signed by those who look at it, and minted; faults are refused")
    func epochs() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let script = """
                glyphlab() { \(Self.program) system "$@" --gateway $GATEWAY_1 2>> "$0"; }
                glyphlab epoch settle --total 1000 --start 1 --end 2000000000; echo "settle $?"
                glyphlab client receipts --prompt "a small house" --max-new-tokens 3; echo "client $?"
                glyphlab epoch settle --total 1000 --start 1 --end 2000000000; echo "settle $?"
                e="--epoch 1-2000000000-GLYPH"
                glyphlab epoch sign $e --identity "$VALIDATOR_1"; echo "sign $?"
                glyphlab epoch sign $e --identity "$VALIDATOR_1" --gateway-key "$(
                    \(Self.program) system key "$0.other")"; echo "other gateway $?"
                glyphlab epoch sign $e --identity "$VALIDATOR_1" --gateway-key "$(
                    \(Self.program) system key "${VALIDATOR_1%/*}/gateway-1.key")"; echo "gateway $?"
                glyphlab epoch sign $e --identity "$0.other" --gateway-key AAAA; echo "no key $?"
                glyphlab epoch settle --total 1000 --start 1; echo "half a window $?"
                glyphlab epoch settle --total 1e3; echo "no integer $?"
                glyphlab epoch settle --total 5000000000000000000000001 --ticker T --start 2 --end 3
                echo "long $?"
                glyphlab epoch sign $e --identity "$0.other"; echo "stranger $?"
                glyphlab epoch sign $e --identity "$0.none"; echo "no key $?"
                glyphlab epoch sign --epoch other --identity "$VALIDATOR_1"; echo "other epoch $?"
                glyphlab epoch mint $e --dry-run; echo "rehearsal $?"
                glyphlab epoch mint $e > /dev/null; echo "mint $?"
                glyphlab epoch show $e | grep signed
                curl -sf $GATEWAY_1/token/supply | grep -o '"total_supply":[0-9]*'
                """
            let messages = folder.path + "/messages"
            let ending = try Self.run(
                folder, ["sh", "-c", script, messages],
                ["--gateways", "1", "--nodes", "1", "--validators", "1"])
            let said = try String(contentsOfFile: messages, encoding: .utf8)
            #expect(ending.code == 0, "\(ending.messages)")
            #expect(
                ending.output == """
                    settle 1
                    a small houseplant,
                    client 0
                    1-2000000000-GLYPH
                    settle 0
                    signed by 1, threshold 1
                    sign 0
                    other gateway 1
                    signed by 1, threshold 1
                    gateway 0
                    no key 64
                    half a window 64
                    no integer 64
                    long 1
                    stranger 1
                    no key 65
                    other epoch 1
                    DRY_RUN: Would use 71000 gas for 1 recipients
                    rehearsal 0
                    mint 0
                      signed  by 1, threshold 1
                    "total_supply":1000

                    """, "\(said)")
            for words in [
                "expected an epoch, got: no receipts in epoch",
                "expected the gateway's signature, got none that is right",
                "validator not authorized", "expected a key file, got none", "epoch not found",
            ] { #expect(said.contains(words), "\(words): \(said)") }
        }
    }
}
