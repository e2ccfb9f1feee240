/// The bounds of the game, checked before anything is allocated or computed.
package enum TrainingDisputeLimits {
    /// The most bytes of one answer. The largest is all weights in hexadecimal, 1,052,672 digits.
    package static let answerByteCountMax = 2 << 20
    /// The number of levels that a party goes down a tree in one round.
    package static let levelCountPerRound = 2
    /// The most products that the referee adds up.
    package static let termCountMax = 256
}
