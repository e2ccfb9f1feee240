import BigInt
import PublishedNode
import PythonValues
import Synchronization
import Testing

@Suite("A published node's choice between chains")
struct PublishedResolutionTests {
    private func resolution(
        _ local: PythonValue, _ remote: PythonValue, clock: Int = 1_700_000_100
    ) throws -> PublishedResolution {
        try PublishedResolution(
            local: local, remote: remote, proofs: StubProofs(), clockSeconds: { clock })
    }

    @Test("More work that is valid is adopted, and only what is new is verified")
    func adopted() throws {
        let remote = try StubChain.chain(5)
        let found = try resolution(StubChain.chain(3), remote)
        #expect(
            found.reason == "adopted remote: more work and fully valid (verified 2 new blocks)")
        #expect(found.verifiedCount == 2)
        #expect(found.adopted?.equals(remote) == true)
        let other = try resolution(StubChain.chain(3, miner: "b"), remote)
        #expect(other.verifiedCount == 5)
    }

    @Test("Genesis and work come first")
    func refused() throws {
        let own = try StubChain.chain(3)
        #expect(try resolution(own, own).reason == "kept local: remote has <= work")
        let rejected = "rejected: different genesis"
        #expect(try resolution(own, .list([.integer(1)])).reason == rejected)
        #expect(try resolution(own, .text("text")).reason == rejected)
    }

    @Test(
        "A chain that does not hold is refused, whatever does not hold",
        arguments: ["prompt", "miner", "prev_hash", "time", "clock", "money", "proof_hash"])
    func invalid(_ what: String) throws {
        let remote = try StubChain.chain(4) { index, block in
            guard index == 3 else { return }
            switch what {
            case "time": block["timestamp"] = .integer(0)
            case "clock": block["timestamp"] = .integer(1_700_000_701)
            case "money": block["transactions"] = .list([])
            case "proof_hash": block["proof_hash"] = .text(StubChain.target)
            case "miner": block["miner"] = .text("c")
            case "prev_hash": block["prev_hash"] = .text("c")
            default: block["model_id"] = .text("other")
            }
        }
        let found = try resolution(StubChain.chain(1), remote)
        #expect(found.reason == "rejected: remote chain invalid")
        #expect(found.adopted == nil)
        #expect(found.verifiedCount == (["miner", "money"].contains(what) ? 3 : 2))
    }

    @Test("Exceptions of the verification go out")
    func raised() throws {
        let own = try StubChain.chain(1)
        func name(_ remote: PythonValue) -> String? {
            do {
                _ = try resolution(own, remote)
                return nil
            } catch {
                return (error as? PythonError)?.name
            }
        }
        #expect(name(.list([])) == "IndexError")
        #expect(name(.none) == "TypeError")
        #expect(name(.dictionary(PythonDictionary())) == "KeyError")
        for (key, value, raised) in [
            ("prompt", PythonValue.text("unreadable"), "IndexError"),
            ("target", .text("x"), "ValueError"), ("target", .text("-1"), "ZeroDivisionError"),
            ("timestamp", .none, "TypeError"), ("miner", .integer(5), "TypeError"),
        ] {
            let remote = try StubChain.chain(3) { index, block in
                if index == 3 { block[key] = value }
            }
            #expect(name(remote) == raised, "\(key)")
        }
    }

    @Test("The clock is asked for each block")
    func clock() throws {
        let asked = Mutex(0)
        let found = try PublishedResolution(
            local: StubChain.chain(0), remote: StubChain.chain(3), proofs: StubProofs(),
            clockSeconds: {
                asked.withLock { $0 += 1 }
                return 1_700_000_000
            })
        #expect(found.adopted != nil)
        #expect(asked.withLock { $0 } >= 3)
    }
}
