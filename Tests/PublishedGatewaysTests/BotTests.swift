import BigInt
import PublishedGateways
import PythonValues
import Testing

@Suite("Bots of the published gateway network")
struct BotTests {
    private final class World: Surroundings {
        var poll = "[]"
        var inference = CallAnswer.answered(status: 200, body: Array(#"{"text":"hi"}"#.utf8))
        var nodes = "[]"
        var isServiceDown = false

        func answer(to call: OutgoingCall) -> CallAnswer {
            switch call.url {
            case "http://g/inference": inference
            case "http://g/nodes": .answered(status: 200, body: Array(nodes.utf8))
            case "http://g/set_eth_address": .answered(status: 200, body: Array("{}".utf8))
            case "http://s/v1/receive/+1", "http://s/getMessages":
                .answered(status: 200, body: Array(poll.utf8))
            default: isServiceDown ? .unreachable : .answered(status: 200, body: [])
            }
        }

        func uniqueID() -> String { "" }
    }

    private let service = PythonText("http://s")
    private let world = World()

    private func bot(_ face: BotFace) -> PublishedBot {
        PublishedBot(
            face: face, gateway: PythonText("http://g//"), surroundings: world, newKey: { "K" })
    }

    private func kinds(_ bot: PublishedBot) -> [String] {
        bot.steps.map { step in
            switch step {
            case .call(let method, let url, _): "\(method) \(url.shown.dropFirst(8))"
            case .reply(_, let reply): reply.kind
            case .typing: "typing"
            }
        }
    }

    private func polled(_ face: BotFace, _ messages: [String]) -> [String] {
        world.poll = "[" + messages.joined(separator: ",") + "]"
        let bot = bot(face)
        bot.poll()
        return Array(kinds(bot).dropFirst())
    }

    private func signal(_ text: String, at time: String, user: String = #""u""#) -> String {
        #"{"envelope":{"source":\#(user),"dataMessage":{"message":\#(text)},"#
            + #""timestamp":\#(time)}}"#
    }

    @Test("A bot on Signal passes over times that are not later, and NaN is never one of them")
    func times() {
        let help = #""/help""#
        #expect(
            polled(
                .signal(number: PythonText("+1"), service: service),
                [
                    signal(help, at: "0"), signal(help, at: "5.5"), signal(help, at: "5"),
                    signal(help, at: "NaN"), signal(help, at: "6"), signal(help, at: "true"),
                ]) == ["help", "help", "help"])
    }

    @Test(
        "A message of a wrong shape ends the poll without a word",
        arguments: [
            "5", #""x""#, #"{"envelope":null}"#, #"{"envelope":{"timestamp":"9"}}"#,
            #"{"envelope":{"source":"u","dataMessage":{"message":["x"]},"timestamp":9}}"#,
            #"{"envelope":{"source":[1],"dataMessage":{"message":"x"},"timestamp":9}}"#,
        ])
    func shapes(message: String) {
        #expect(
            polled(
                .signal(number: PythonText("+1"), service: service),
                [signal(#""/help""#, at: "1"), message, signal(#""/help""#, at: "99")])
                == ["help"])
    }

    @Test("A bot on WhatsApp takes each id once, and forgets 500 of more than 1,000")
    func seen() {
        let face = BotFace.whatsApp(service: service)
        func message(_ id: Int) -> String {
            #"{"id":{"id":"m\#(id)"},"from":"u","body":"/help"}"#
        }
        #expect(polled(face, [message(1), message(1), message(2)]) == ["help", "help"])
        let many = (0..<1001).map(message)
        #expect(polled(face, many + [message(999), message(3)]).count == 1002)
    }

    @Test(
        "An answer goes in pieces, and what has no length is not sent",
        arguments: [
            ("\"\"", ["text:0"]),
            (
                "\"" + String(repeating: "é", count: 4001) + "\"",
                ["text:2000", "text:2000", "text:1"]
            ),
            ("null", []), ("5", []), ("[1]", ["text:1"]),
        ])
    func pieces(text: String, kinds: [String]) {
        world.inference = .answered(status: 200, body: Array(#"{"text":\#(text)}"#.utf8))
        #expect(
            polled(
                .signal(number: PythonText("+1"), service: service), [signal(#""x""#, at: "1")])
                == ["POST /inference"] + kinds)
    }

    @Test("On Telegram an answer without a length is an error, and stats ask for the nodes")
    func telegram() {
        world.inference = .answered(status: 200, body: Array(#"{"text":null}"#.utf8))
        world.nodes = #"[{"pubkey":"K"}]"#
        let bot = bot(.telegram(service: service))
        for text in ["x", "/STATS", "/clear", "/nope", "/"] {
            bot.take(PythonText(text), from: .integer(7))
        }
        #expect(
            kinds(bot) == ["typing", "POST /inference", "error", "GET /nodes", "stats", "cleared"])
        world.nodes = #"[{"pubkey":"L"},5]"#
        bot.take(PythonText("/stats"), from: .integer(7))
        #expect(kinds(bot).suffix(2) == ["GET /nodes", "network_error"])
    }

    @Test("Only Telegram's bot notices that a reply was not taken")
    func deafService() {
        world.isServiceDown = true
        let address = "/register 0x" + String(repeating: "1", count: 40)
        let telegram = bot(.telegram(service: service))
        telegram.take(PythonText(address), from: .integer(7))
        #expect(kinds(telegram) == ["POST /set_eth_address", "registered", "network_error"])
        #expect(
            polled(
                .signal(number: PythonText("+1"), service: service),
                [signal("\"\(address)\"", at: "1")]) == ["POST /set_eth_address", "registered"])
    }

    @Test("A prompt with a surrogate alone never leaves the bot")
    func surrogates() {
        #expect(
            polled(
                .signal(number: PythonText("+1"), service: service),
                [signal(#""\ud800""#, at: "1")]) == ["error"])
    }
}
