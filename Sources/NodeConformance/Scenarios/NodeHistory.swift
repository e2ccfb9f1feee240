internal import Conformance
internal import PublishedNode

/// The part of a record that one node's processes have in it.
struct NodeHistory {
    /// A process of the node, with the lines that it printed.
    struct Process {
        let number: Int
        let milliseconds: Int
        let command: [String]
        let variables: [(name: String, text: String)]
        /// The place of its exit, or where the record ends.
        var end = Int.max
        /// Nil where it did not end by itself.
        var exitCode: Int?
        var lines: [(number: Int, milliseconds: Int, text: String)] = []

        var name: String { command.first ?? "show" }
        var isRun: Bool { name == "run" }
        var isServer: Bool { name == "run" || name == "serve" }
    }

    /// The input of the node from outside: requests to its server, and its own processes.
    enum Incoming {
        case message(ScenarioEvent.Message)
        case process(Int)
    }

    /// The beginnings of the lines of commands that end by themselves.
    private static let beginnings = [
        ("send", ["[tx]"]), ("balance", ["  ", "[balance]"]), ("show", ["  "]),
        ("verify", ["[node]", "[verify]"]), ("mine", ["[node]", "[mine]", "[wallet]"]),
        ("sync", ["[sync]"]), ("wallet", ["[wallet]"]),
    ]
    private static let serverLog = "[serve] 127.0.0.1 "

    let node: String
    private(set) var processes: [Process] = []
    /// The messages that the node sent, in their order.
    private(set) var sent: [(number: Int, milliseconds: Int, message: ScenarioEvent.Message)] = []
    /// In the order of their places.
    private(set) var incoming: [(number: Int, what: Incoming)] = []

    init(of node: String, in record: ScenarioRecord) throws {
        self.node = node
        for event in record.events {
            switch event.kind {
            case .start(node, let command, let variables):
                processes.append(
                    Process(
                        number: event.number, milliseconds: event.milliseconds, command: command,
                        variables: variables))
            case .message(let message):
                if message.from == node {
                    sent.append((event.number, event.milliseconds, message))
                }
                if message.to == node, message.response != nil {
                    incoming.append((event.number, .message(message)))
                }
            case .exit(node, let code):
                guard let place = processes.lastIndex(where: { !$0.isServer && $0.end == .max })
                else { continue }
                processes[place].end = event.number
                processes[place].exitCode = code
            case .start, .exit, .printed, .stop, .note: break
            }
        }
        try giveLines(of: record)
        placeProcesses()
    }

    /// Gives each line to the process that printed it. The server's own log stands in no record,
    /// but for where it broke into another line.
    private mutating func giveLines(of record: ScenarioRecord) throws {
        for event in record.events {
            guard case .printed(node, let line) = event.kind else { continue }
            let cut = line.firstRange(of: Self.serverLog)?.lowerBound ?? line.endIndex
            let text = String(line[..<cut])
            if text.isEmpty { continue }
            guard let place = process(of: text, at: event.number) else {
                throw VectorFormError(
                    place: "document.events, n \(event.number)",
                    expected: "a line of a process of \(node)", got: line)
            }
            processes[place].lines.append((event.number, event.milliseconds, text))
        }
    }

    private func process(of line: String, at number: Int) -> Int? {
        let running = processes.indices.filter {
            processes[$0].number < number && number < processes[$0].end
        }
        let passing = running.last { place in
            guard !processes[place].isServer else { return false }
            let known = Self.beginnings.first { $0.0 == processes[place].name }?.1 ?? []
            return known.contains { line.hasPrefix($0) }
        }
        return passing ?? running.last { processes[$0].isServer }
    }

    /// A command beside a loop is at work where it prints, since it reads its files then.
    private mutating func placeProcesses() {
        let loop = processes.first { $0.isRun }?.number ?? .max
        for (place, process) in processes.enumerated() {
            let isBeside = process.number > loop && !process.isServer
            let number = isBeside ? process.lines.first?.number : nil
            incoming.append((number ?? process.number, .process(place)))
        }
        incoming.sort { $0.number < $1.number }
    }
}
