import Chains
import Testing
import Trials

@Suite("The peers that a node knows")
struct PeerTableTests {
    @Test("A table holds 64 peers; where sources are limited, nobody can put more than 8 there")
    func peers() {
        func filled(limitsSources: Bool) -> PeerTable {
            var table = PeerTable(
                limitsSources: limitsSources, own: PeerAddress(0),
                given: [PeerAddress(1), PeerAddress(2)])
            for number in 100..<300 {
                refusals += [table.add(PeerAddress(UInt32(number)), from: PeerAddress(1))]
            }
            return table
        }
        var refusals: [Refusal?] = []
        var table = filled(limitsSources: false)
        #expect(table.peers.count == 64)
        #expect(
            refusals.compactMap { $0?.by } == [Guard](repeating: GossipGuards.peerRoom, count: 138))
        #expect(table.add(PeerAddress(3), from: PeerAddress(2))?.by == GossipGuards.peerRoom)
        refusals = []
        table = filled(limitsSources: true)
        #expect(table.peers.count == 10)
        #expect(
            refusals.compactMap { $0?.by } == [Guard](repeating: GossipGuards.peerShare, count: 192)
        )
        #expect(table.add(PeerAddress(3), from: PeerAddress(2)) == nil)
        #expect(table.peers.count == 11)
        // Those that are known, and the node itself, are passed over.
        for known in [3, 1, 0] as [UInt32] {
            #expect(table.add(PeerAddress(known), from: PeerAddress(2)) == nil)
        }
        #expect(table.peers.count == 11)
    }

    @Test("Where sources are limited, a liar names nobody beyond his share, a stranger nobody")
    func descent() {
        var table = PeerTable(
            limitsSources: true, own: PeerAddress(0), given: [PeerAddress(1), PeerAddress(2)])
        for number in 100..<104 as Range<UInt32> {
            #expect(table.add(PeerAddress(number), from: PeerAddress(1)) == nil)
        }
        for number in 104..<108 as Range<UInt32> {
            #expect(table.add(PeerAddress(number), from: PeerAddress(number - 4)) == nil)
        }
        for source in [1, 100, 107] as [UInt32] {
            #expect(
                table.add(PeerAddress(200), from: PeerAddress(source))?.by
                    == GossipGuards.peerShare)
        }
        #expect(
            table.add(PeerAddress(200), from: PeerAddress(300))?.by == GossipGuards.peerStranger)
        #expect(table.add(PeerAddress(200), from: PeerAddress(2)) == nil)
        #expect(table.peers.prefix(2) == [PeerAddress(1), PeerAddress(2)])
    }
}
