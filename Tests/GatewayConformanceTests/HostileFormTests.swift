import Conformance
import GatewayConformance
import TestSupport
import Testing

/// Files of the token's and the minter's forms as strangers may write them.
@Suite("Hostile files of the token's and the minter's vectors")
struct HostileFormTests {
    @Test(
        "Whatever stands where a value should, the file is refused with a place or judged",
        arguments: [MintFormTests.token, MintFormTests.mint])
    func edited(_ file: String) throws {
        let whole = try GatewayVectors.suite.report(file: "f", bytes: Array(file.utf8))
        var (judged, refused) = (0, 0)
        for text in try HostileDocuments.texts(like: file) {
            do {
                _ = try GatewayVectors.suite.report(file: "f", bytes: Array(text.utf8))
                judged += 1
            } catch let error as VectorFormError {
                #expect(!error.place.isEmpty && !error.expected.isEmpty)
                refused += 1
            } catch {
                Issue.record("\(error): \(text.prefix(400))")
            }
        }
        print("\(whole.form): \(refused) files refused, \(judged) judged")
        #expect(judged > 0 && refused > 0)
    }
}
