package struct ToyWorld: Sendable {
    package static let profile = "toy"

    let plan: CampaignPlan
    let attackers: [Int]

    package init(_ plan: CampaignPlan) {
        self.plan = plan
        attackers = plan.attackers
    }

    package func value(ofItem item: Int) -> [UInt8] { Array("value \(item)".utf8) }

    package func position(ofNode number: Int) -> UInt64 { Self.position(number) }

    package func position(ofItem item: Int) -> UInt64 { Self.position(-1 - item) }

    private static let key = CountedRandom.Key(seed: "toy", purpose: "positions")

    static func position(_ number: Int) -> UInt64 {
        var random = CountedRandom(key, number: number, counter: 0)
        return random.next()
    }
}
