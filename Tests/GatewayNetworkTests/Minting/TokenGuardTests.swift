import GatewayNetwork
import Testing
import Trials

@Suite("The guards of the token")
struct TokenGuardTests {
    @Test("Each stops its call and changes nothing, and lets it through where it is missing")
    func eachStops() throws {
        for (place, one) in TokenGuardCase.all.enumerated() {
            let name = Comment("\(place): \(one.by.name)")
            let whole = try one.bench(one.also)
            let bytes = try one.bytes(whole)
            let digest = whole.token.stateDigest
            let refused = try whole.submit(bytes, one.surface)
            #expect(refused.refusals.map(\.by) == [one.by], name)
            #expect(refused.stateDigest == digest, name)
            let supply = whole.token.token.supply
            let open = try one.bench(one.also + [one.by])
            let taken = try open.submit(one.bytes(open), one.surface)
            #expect(taken.isAccepted, "\(name): \(taken.refusals)")
            #expect(taken.stateDigest != digest, name)
            if one.surface == TokenSurfaces.token {
                #expect(open.token.token.supply > supply, name)
            }
        }
    }

    @Test("Every guard has a case in which it alone stands in the way")
    func everyGuard() {
        for one in GatewayGuards.token {
            #expect(TokenGuardCase.all.contains { $0.by == one }, "\(one.name)")
        }
        for one in TokenGuardCase.all { #expect(GatewayGuards.token.contains(one.by)) }
    }
}
