import PublishedGateways
import PythonValues
import Testing

@Suite("Command lines of the published program")
struct CommandTests {
    private func summary(_ arguments: [String]) -> String {
        switch PublishedCommand.reading(arguments.map { PythonText($0) }) {
        case .exit(let code, _): "exit \(code)"
        case .command(.gateway(let host, let port, _, _)): "gateway \(host.shown) \(port)"
        case .command(.node(let options)):
            "node \(options.model.shown) \(options.publicName?.shown ?? "-")"
        case .command(.minter(let epoch, let isRehearsal, _)):
            "minter \(epoch.shown) \(isRehearsal)"
        case .command: "another command"
        }
    }

    @Test(
        "Options are read as argparse reads them",
        arguments: [
            (["gateway", "--port=1_0"], "gateway 0.0.0.0 10"),
            (["gateway", "--po", "-5"], "gateway 0.0.0.0 -5"),
            (["gateway", "--host=", "--port", " 7 "], "gateway  7"),
            (["gateway", "--host", "a", "--host", "-a b"], "gateway -a b 8080"),
            (["gateway", "--h", "x"], "exit 2"), (["gateway", "--host", "-x"], "exit 2"),
            (["gateway", "--host", "--", "x"], "exit 2"), (["gateway", "--"], "exit 2"),
            (["gateway", "extra", "-h"], "exit 0"), (["gateway", "--port", "x", "-h"], "exit 2"),
            (["gateway", "-hh"], "exit 0"), (["gateway", "-hx"], "exit 2"),
            (["--he"], "exit 0"), (["--help=x"], "exit 2"), (["--x", "gateway"], "exit 2"),
            (["--x", "gateway", "--help"], "exit 0"), (["-5"], "exit 2"), (["--"], "exit 2"),
            (["node", "--model", "m", "--p", "x"], "exit 2"),
            (["node", "--m=m", "--pu", "é"], "node m é"),
            (["minter", "--dry-run", "--epoch-id", "e"], "minter e true"),
            (["minter", "--dry-run=1", "--epoch-id", "e"], "exit 2"),
        ])
    func reading(arguments: [String], expected: String) {
        #expect(summary(arguments) == expected)
    }

    private final class Answering: Surroundings {
        let given: CallAnswer
        private(set) var calls: [OutgoingCall] = []

        init(_ given: CallAnswer) {
            self.given = given
        }

        func answer(to call: OutgoingCall) -> CallAnswer {
            calls.append(call)
            return given
        }

        func uniqueID() -> String { "" }
    }

    @Test(
        "The client prints the answer's text, or dies",
        arguments: [
            (CallAnswer.answered(status: 200, body: Array(#"{"text":"é"}"#.utf8)), "'é'"),
            (.answered(status: 200, body: Array("{}".utf8)), "KeyError"),
            (.answered(status: 200, body: Array("x".utf8)), "JSONDecodeError"),
            (.answered(status: 402, body: []), "HTTPError"),
            (.unreachable, "ConnectionError"), (.timedOut, "ReadTimeout"),
        ])
    func client(answer: CallAnswer, expected: String) throws {
        let surroundings = Answering(answer)
        let got: String
        do throws(PythonError) {
            got = try PublishedClient.text(
                prompt: PythonText("é"), gateway: PythonText("http://g"),
                surroundings: surroundings
            ).representation().shown
        } catch {
            got = error.name
        }
        #expect(got == expected)
        #expect(
            surroundings.calls == [
                OutgoingCall(
                    method: "POST", url: "http://g/inference",
                    body: Array(#"{"prompt": "\u00e9"}"#.utf8))
            ])
    }

    @Test("A node registers under the address that it listens on")
    func registration() throws {
        guard
            case .command(.node(let options)) = PublishedCommand.reading(
                ["node", "--model", "m", "--gateway", "http://g"].map { PythonText($0) })
        else {
            Issue.record("no node")
            return
        }
        let call = try #require(
            try PublishedClient.registration(of: options, publicKey: "Tk8="))
        #expect(call.url == "http://g/register")
        #expect(
            String(decoding: call.body, as: UTF8.self)
                == #"{"public_name": "glyph-node", "node_url": "http://0.0.0.0:8090", "#
                + #""node_pubkey": "Tk8="}"#)
    }
}
