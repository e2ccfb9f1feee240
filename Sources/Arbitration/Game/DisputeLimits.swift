/// The bounds of the game, checked before anything is allocated or computed.
package enum DisputeLimits {
    /// The most bytes of one answer as it is posted. A row of the widest model fits.
    package static let answerByteCountMax = 1 << 20
    /// The number of levels that a party goes down a tree in one round: it posts up to 2^levels
    /// nodes.
    package static let levelCountPerRound = 2
    /// The most products that the referee adds up for one element; longer sums are cut into parts.
    package static let termCountMax = 3072
    /// The most products where every term lies in a tile of its own, as the values of one column
    /// do.
    package static let scatteredTermCountMax = 16
    /// The most neighbourhoods that a question asks for: of all operations, a sum whose terms lie
    /// scattered needs most, one beside its terms.
    static let wantedCountMax = scatteredTermCountMax + 1
    /// The most elements that a question asks for in all. An answer has no room for more, since
    /// each takes a digit and a comma.
    static let wantedElementCountMax = answerByteCountMax / 2
    /// The magnitude that no sum of a definition exceeds, nor any part of it.
    static let sumMagnitudeMax: Int64 = 1 << 57
    /// The goal for the bytes of one dispute's openings; they are to stay below it.
    package static let evidenceByteCountGoal = 64 << 10
    package static let roundCountGoal = 40
}
