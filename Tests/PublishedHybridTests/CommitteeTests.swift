import PublishedHybrid
import Testing

@Suite("Committees and quorums of the published hybrid chain")
struct CommitteeTests {
    @Test(
        "Numbers as Go reads them",
        arguments: [
            ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min),
            ("+9223372036854775807", Int.max), ("-0", 0), ("+0", 0), ("00000000000000000000007", 7),
            ("-00000000000000000000007", -7), ("0", 0),
        ])
    func numbers(text: String, number: Int) {
        #expect(AcknowledgementQuorum.number(Array(text.utf8)) == number)
    }

    @Test(
        "No numbers in Go",
        arguments: [
            "", "+", "-", "+-1", "--1", "9223372036854775808", "-9223372036854775809",
            "92233720368547758070", "1 ", " 1", "1\n", "1_000", "0x1", "1e3", "1.0", "٣", "１",
            "1\u{0}",
            "1\u{301}", "auto",
        ])
    func noNumbers(text: String) {
        #expect(AcknowledgementQuorum.number(Array(text.utf8)) == nil)
    }

    @Test("A very long number is no number, and takes no long time")
    func longNumber() {
        let digits = [UInt8](repeating: UInt8(ascii: "9"), count: 1_000_000)
        #expect(AcknowledgementQuorum.number(digits) == nil)
        let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: 1_000_000)
        #expect(AcknowledgementQuorum.number(zeros) == 0)
    }

    @Test("Half, rounded up; at the ends of the integers as Go has it")
    func ordinary() {
        let quorums = (0...7).map { AcknowledgementQuorum.ordinary(memberCount: $0) }
        #expect(quorums == [1, 1, 1, 2, 2, 3, 3, 4])
        #expect(AcknowledgementQuorum.ordinary(memberCount: .min) == 1)
        #expect(AcknowledgementQuorum.ordinary(memberCount: .max - 1) == 1 << 62 - 1)
        #expect(AcknowledgementQuorum.ordinary(memberCount: .max) == -(1 << 62))
    }

    @Test(
        "A setting replaces the quorum where it is a number",
        arguments: [
            ("", 3), ("auto", 3), ("Auto", 3), ("6", 6), ("-1", -1), ("0", 0), ("six", 3),
        ])
    func settings(setting: String, quorum: Int) {
        #expect(AcknowledgementQuorum.required(memberCount: 5, setting: setting) == quorum)
    }

    @Test("A validator sits from his activation until before his exit, slashed or not")
    func epochs() {
        let validators = [
            BeaconValidator(publicKey: [1], activationEpoch: 2, exitEpoch: 3),
            BeaconValidator(publicKey: [2], isSlashed: true, activationEpoch: 2),
            BeaconValidator(publicKey: [2], activationEpoch: .max),
            BeaconValidator(publicKey: [3], activationEpoch: 3, exitEpoch: 2),
        ]
        let one = PeerIdentifier(publicKey: [1])
        let two = PeerIdentifier(publicKey: [2])
        #expect(Committee.members(slot: 63, validators: validators) == [Committee.lonely])
        #expect(Committee.members(slot: 64, validators: validators) == [one, two])
        #expect(Committee.members(slot: 95, validators: validators) == [one, two])
        #expect(Committee.members(slot: 96, validators: validators) == [two])
        #expect(Committee.members(slot: .max, validators: validators) == [two])
    }

    @Test("A key that is listed twice is a member twice")
    func twice() {
        let validators = [BeaconValidator(publicKey: [1]), BeaconValidator(publicKey: [1])]
        #expect(Committee.members(slot: 0, validators: validators).count == 2)
    }
}
