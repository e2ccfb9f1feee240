import GatewayNetwork
import Routing
import Testing
import Trials

@Suite("The bots of a hardened gateway")
struct BotTests {
    private static let secret = [UInt8](repeating: 7, count: HardenedBot.secretByteCount)

    private static func bot(
        _ web: WebBench, _ platform: BotPlatform = .signal, memory: BotMemory = BotMemory(),
        guards: Guards = .all
    ) -> HardenedBot {
        HardenedBot(
            platform, secret: secret, parameters: web.bench.builder.parameters,
            gateway: Bench.gateway.key, memory: memory, guards: guards)
    }

    private static func call(_ web: WebBench) -> (WebRequest) -> WebAnswer? {
        { web.router.answer($0, atMilliseconds: Bench.milliseconds) }
    }

    private static func message(_ id: String, _ text: String) -> BotMessage {
        BotMessage(id: id, user: "+41 1", text: text)
    }

    @Test("A user pays for the key that the bot shows, and gets answers, charged once each")
    func prompt() throws {
        let web = try WebBench()
        var bot = Self.bot(web)
        let call = Self.call(web)
        #expect(
            try bot.answer(to: Self.message("1", "hello"), call)
                == [HardenedBot.Word.noBalance.rawValue])
        #expect(web.bench.system.sessions.isEmpty)
        let key = try bot.answer(to: Self.message("2", "/key"), call)[0]
        #expect(web.post("/credit", try web.credit(500, to: key)).status == 200)
        #expect(try bot.answer(to: Self.message("3", "/balance"), call) == ["500"])
        #expect(try bot.answer(to: Self.message("4", "hello"), call) == ["olleh"])
        #expect(try bot.answer(to: Self.message("5", "again"), call) == ["niaga"])
        #expect(web.bench.system.receipts.count == 2)
        let account = try #require(web.bench.system.accounts.first)
        #expect(account.user == key && account.balance < 500 && account.reserved == 0)
        #expect(
            try bot.answer(to: Self.message("6", "/balance"), call)
                == [String(account.balance)])
    }

    @Test("A message is answered once, also after a restart; without the guard, it is paid twice")
    func once() throws {
        for missing in [[], [GatewayGuards.messageOnce]] {
            let web = try WebBench()
            var bot = Self.bot(web, guards: Bench.guards(without: missing))
            let call = Self.call(web)
            let key = bot.identity(ofUser: "+41 1").key
            #expect(web.post("/credit", try web.credit(500, to: key)).status == 200)
            _ = try bot.answer(to: Self.message("1", "hello"), call)
            let memory = try #require(BotMemory(text: bot.memory.text))
            #expect(memory == bot.memory)
            var restarted = Self.bot(
                web, memory: memory, guards: Bench.guards(without: missing))
            #expect(restarted.identity(ofUser: "+41 1").key == key)
            if missing.isEmpty {
                for _ in 0..<2 {
                    #expect(throws: Refusal.self) {
                        try restarted.answer(to: Self.message("1", "hello"), call)
                    }
                }
            } else {
                _ = try restarted.answer(to: Self.message("1", "hello"), call)
            }
            #expect(web.bench.system.sessions.count == (missing.isEmpty ? 1 : 2))
        }
    }

    @Test("The last 1,024 messages are kept, in order")
    func memory() throws {
        let web = try WebBench()
        var bot = Self.bot(web)
        for number in 0..<BotMemory.countMax + 5 {
            _ = try bot.answer(to: Self.message("\(number)", "/help")) { _ in nil }
        }
        #expect(bot.memory.ids.count == BotMemory.countMax)
        #expect(bot.memory.ids.first == "5" && bot.memory.ids.last == "1028")
        #expect(BotMemory(text: "{}") == nil)
        #expect(BotMemory(text: "[5]") == nil)
    }

    @Test("Keys differ by user, platform and secret, and follow from them alone")
    func keys() throws {
        let web = try WebBench()
        let bots = BotPlatform.allCases.map { Self.bot(web, $0) }
        let other = HardenedBot(
            .signal, secret: [UInt8](repeating: 8, count: 32),
            parameters: web.bench.builder.parameters, gateway: Bench.gateway.key)
        let keys =
            bots.flatMap { bot in ["a", "b"].map { bot.identity(ofUser: $0).key } }
            + [other.identity(ofUser: "a").key]
        #expect(Set(keys).count == 7)
        #expect(Self.bot(web).identity(ofUser: "a").key == bots[0].identity(ofUser: "a").key)
    }

    @Test("Answers come in pieces that the platform takes; failures are told, and cost nothing")
    func piecesAndFailures() throws {
        let web = try WebBench()
        var bot = Self.bot(web)
        let call = Self.call(web)
        let key = bot.identity(ofUser: "+41 1").key
        #expect(web.post("/credit", try web.credit(100_000, to: key)).status == 200)
        let long = String(repeating: "ä", count: 4_500)
        let pieces = try bot.answer(to: Self.message("1", long), call)
        #expect(pieces.map(\.unicodeScalars.count) == [2_000, 2_000, 500])
        #expect(pieces.joined() == long)
        let before = web.bench.system.accounts.first?.balance
        web.line.isSilent = true
        #expect(
            try bot.answer(to: Self.message("2", "hello"), call)
                == [HardenedBot.Word.failed.rawValue])
        #expect(web.bench.system.accounts.first?.balance == before)
        #expect(
            try bot.answer(to: Self.message("3", "hello")) { _ in nil }
                == [HardenedBot.Word.unreachable.rawValue])
        #expect(
            try bot.answer(to: Self.message("4", "/nonsense"), call)
                == [HardenedBot.Word.unknownCommand.rawValue])
        #expect(try bot.answer(to: Self.message("5", "/"), call).count == 1)
        // An answer that is no JSON is a failure like any other.
        let odd: (WebRequest) -> WebAnswer? = { _ in WebAnswer(status: 200, body: [0xFF]) }
        #expect(
            try bot.answer(to: Self.message("6", "hello"), odd)
                == [HardenedBot.Word.unreachable.rawValue])
    }
}
