import GatewayNetwork
import TestSupport
import Testing
import Trials

@Suite("Proposals and partial signatures")
struct ProposalTests {
    @Test("Complete above two thirds of all weight, and after a restart as before")
    func complete() throws {
        let folder = try TemporaryFolder(inMemory: true)
        let path = folder.path + "/receipts.db"
        func signed() throws -> (proposals: [MintProposal], anchor: LedgerAnchor) {
            let bench = try Bench(path: path)
            try bench.propose()
            let batch = try bench.batch
            for (place, signer) in Bench.validators.enumerated() {
                let before = try #require(bench.system.proposal(batch: batch))
                #expect(before.weight == place)
                // Two thirds are not more than two thirds.
                #expect(!bench.system.isComplete(before))
                let partial = bench.tokens.partialSignature(batch: batch, signer: signer)
                _ = try bench.taken(bench.send(partial.bytes, .partial))
            }
            let after = try #require(bench.system.proposal(batch: batch))
            #expect(bench.system.isComplete(after))
            return (bench.system.proposals, bench.system.anchor)
        }
        let (proposals, anchor) = try signed()
        let again = try GatewaySystem(
            parameters: Bench.parameters(), openingAt: path, anchor: anchor)
        #expect(again.proposals == proposals)
    }

    @Test("A partial signature is of one batch alone, and no vote or proposal passes for it")
    func purpose() throws {
        let bench = try Bench()
        try bench.propose()
        let batch = try bench.batch
        let other = bench.tokens.partialSignature(
            batch: Bench.noBatch, signer: Bench.validators[0])
        var partial = bench.tokens.partialSignature(batch: batch, signer: Bench.validators[0])
        let snapshot = bench.system.settlements[0].snapshot
        let vote = try bench.builder.signed(
            vote: bench.builder.vote(snapshot, validator: Bench.validators[0].key),
            validator: Bench.validators[0])
        for signature in [other["signature"], vote["signature"]] {
            partial["signature"] = signature
            #expect(
                try bench.send(partial.bytes, .partial).refusals.map(\.by)
                    == [GatewayGuards.partialSignature])
        }
    }
}
