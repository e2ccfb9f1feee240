/// The factors of a reward by the progress of its window: both in integers of 10^18.
///
/// A proposer's is the logistic curve 1 ÷ (1 + e^(20(p − ½))), from a table; an attestor's is
/// 0.33 + 0.67·(1 − p^10), in products. No library's `exp` or `pow` decides on pay.
package struct RewardCurves: Sendable {
    /// The factors by the progress: 0 to 10^18 for 0 to 10^18.
    package let proposer: @Sendable (UInt128) -> UInt128
    package let attestor: @Sendable (UInt128) -> UInt128

    /// - Parameter proposer: another curve than the ledger's, for trials where its guard is taken
    ///   out; and so `attestor`.
    package init(
        proposer: @escaping @Sendable (UInt128) -> UInt128,
        attestor: @escaping @Sendable (UInt128) -> UInt128
    ) {
        self.proposer = proposer
        self.attestor = attestor
    }

    /// The curves of the ledger.
    package static let integers = RewardCurves(
        proposer: proposerFactor, attestor: attestorFactor)

    private static let one = FixedPoint.one
    /// The hundredth of progress between two entries of the table.
    private static let step = one / 100

    /// A proposer's factor: the table's at each hundredth, the straight line between two.
    ///
    /// **Bounds:** falls from 999,954,602,131,297,565 to 45,397,868,702,435 and never rises; within
    /// 5·10^-4 of the curve, at the hundredths within 10^-18.
    @Sendable
    package static func proposerFactor(_ progress: UInt128) -> UInt128 {
        let progress = min(progress, one)
        let (place, rest) = progress.quotientAndRemainder(dividingBy: step)
        let here = entry(Int(place))
        guard rest > 0 else { return here }
        return here - (here - entry(Int(place) + 1)) * rest / step
    }

    /// The entry at so many hundredths, 0 to 100. From 51 on what is missing from 1 at its mirror.
    private static func entry(_ place: Int) -> UInt128 {
        place <= 50 ? UInt128(table[place]) : one - UInt128(table[100 - place])
    }

    /// An attestor's factor: p^10 as ((p^2)^2)^2 · p^2, each product rounded down.
    ///
    /// **Bounds:** falls from 10^18 to 0.33·10^18; at most 7 above 10^18 times the curve, and less
    /// than 1 below.
    @Sendable
    package static func attestorFactor(_ progress: UInt128) -> UInt128 {
        let progress = min(progress, one)
        let second = FixedPoint.mul(progress, progress)
        let fourth = FixedPoint.mul(second, second)
        let tenth = FixedPoint.mul(FixedPoint.mul(fourth, fourth), second)
        return least + FixedPoint.mul(one - least, one - tenth)
    }

    /// The factor of the latest attestation.
    private static let least = one / 100 * 33

    /// ⌊10^18 ÷ (1 + e^(k/5 − 10))⌋ for k = 0 to 50, the hundredths of progress to the middle.
    package static let table: [UInt64] = [
        999_954_602_131_297_565, 999_944_551_475_277_205, 999_932_275_850_380_229,
        999_917_282_777_148_333, 999_898_970_806_092_227, 999_876_605_424_013_768,
        999_849_289_641_940_242, 999_815_928_095_036_576, 999_775_183_229_766_704,
        999_725_421_843_898_667, 999_664_649_869_533_521, 999_590_432_835_013_949,
        999_499_798_892_920_435, 999_389_120_640_565_598, 999_253_971_166_163_302,
        999_088_948_805_599_354, 998_887_463_967_139_678, 998_641_480_049_571_041,
        998_341_198_919_825_578, 997_974_679_610_950_117, 997_527_376_843_365_225,
        996_981_583_675_291_576, 996_315_760_100_564_012, 995_503_726_839_058_819,
        994_513_701_100_549_594, 993_307_149_075_715_144, 991_837_428_846_840_104,
        990_048_198_133_095_678, 987_871_565_015_725_760, 985_225_968_306_726_942,
        982_013_790_037_908_441, 978_118_729_063_869_526, 973_403_006_423_134_144,
        967_704_535_301_549_490, 960_834_277_203_235_641, 952_574_126_822_433_219,
        942_675_824_101_131_253, 930_861_579_656_653_182, 916_827_303_506_077_629,
        900_249_510_880_314_853, 880_797_077_977_882_444, 858_148_935_099_512_210,
        832_018_385_133_924_481, 802_183_888_558_581_748, 768_524_783_499_017_642,
        731_058_578_630_004_879, 689_974_481_127_612_442, 645_656_306_225_795_452,
        598_687_660_112_452_000, 549_833_997_312_477_908, 500_000_000_000_000_000,
    ]
}
