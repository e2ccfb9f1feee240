/// The bounds of the game, checked before anything is allocated or computed.
package enum DisputeLimits {
    /// Of one answer, as it is posted. A row of the widest model fits.
    package static let answerByteCountMax = 1 << 20
    /// How many levels a party goes down a tree in one round: it posts up to 2^levels nodes.
    package static let levelCountPerRound = 2
    /// Products that the referee adds up for one element, at most; longer sums are cut into parts.
    package static let termCountMax = 3072
    /// The same where every term lies in a tile of its own, as the values of one column do.
    package static let scatteredTermCountMax = 16
    /// How many neighbourhoods a question has opened, at most: of the operations, a sum whose terms
    /// lie scattered has the most, one beside its terms.
    static let wantedCountMax = scatteredTermCountMax + 1
    /// How many elements a question has opened in all: of more no answer has room, since each
    /// takes a digit and a comma.
    static let wantedElementCountMax = answerByteCountMax / 2
    /// What no sum of a definition passes, nor any part of it.
    static let sumMagnitudeMax: Int64 = 1 << 57
    /// What one dispute's openings are to stay below.
    package static let evidenceByteCountGoal = 64 << 10
    package static let roundCountGoal = 40
}
