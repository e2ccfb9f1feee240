/// A task of an honest party's, as the network is told of it.
enum HonestTask: Equatable {
    case mine(String)
    case turn(String)
    case pay(from: String, to: String, amount: Int)
    case join
    case unlist(String, by: String)
    case clock(of: String, seconds: Int)

    var bytes: [UInt8] {
        switch self {
        case .mine(let name): Array("mine \(name)".utf8)
        case .turn(let name): Array("turn \(name)".utf8)
        case .pay(let from, let to, let amount): Array("pay \(from) \(to) \(amount)".utf8)
        case .join: Array("join".utf8)
        case .unlist(let peer, let name): Array("unlist \(peer) \(name)".utf8)
        case .clock(let name, let seconds): Array("clock \(name) \(seconds)".utf8)
        }
    }

    /// Nil for bytes that are no task.
    init?(_ bytes: [UInt8]) {
        let words = bytes.split(separator: UInt8(ascii: " "))
            .map { String(decoding: $0, as: UTF8.self) }
        switch (words.first, words.count) {
        case ("mine", 2): self = .mine(words[1])
        case ("turn", 2): self = .turn(words[1])
        case ("pay", 4):
            guard let amount = Int(words[3]) else { return nil }
            self = .pay(from: words[1], to: words[2], amount: amount)
        case ("join", 1): self = .join
        case ("unlist", 3): self = .unlist(words[1], by: words[2])
        case ("clock", 3):
            guard let seconds = Int(words[2]) else { return nil }
            self = .clock(of: words[1], seconds: seconds)
        default: return nil
        }
    }
}
