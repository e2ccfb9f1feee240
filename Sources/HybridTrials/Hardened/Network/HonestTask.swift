/// A task of the honest network's, as bytes: so that a replay does the same.
enum HonestTask: UInt8, CaseIterable {
    /// Train, acknowledge and propose until a block is made.
    case round = 1
    /// A node that was not there reads the whole history.
    case follow
    /// Train, and no more: the attacker's trainers, too, do so honestly where they sent nothing.
    case train
    /// Rounds until a slot is the turn of a proposer of the attacker's.
    case turn
    /// The present slot passes without a proposal of its honest proposer's.
    case pass

    init?(_ bytes: [UInt8]) {
        guard bytes.count == 1 else { return nil }
        self.init(rawValue: bytes[0])
    }
}
