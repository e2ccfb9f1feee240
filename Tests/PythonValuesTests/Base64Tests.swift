import Encodings
import PythonValues
import Testing

@Suite("Base64 as CPython has it")
struct Base64Tests {
    @Test("It is read as CPython reads it, and has one spelling")
    func base64() {
        for (text, hexadecimal) in Base64Vectors.all {
            let bytes = Base64Text.bytes(lenient: text)
            let shown = bytes?.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            #expect(shown?.joined() == hexadecimal, "\(text)")
            if let bytes {
                let canonical = Base64.text(of: bytes)
                #expect(Base64.bytes(of: canonical) == bytes)
                #expect((Base64.bytes(of: text) != nil) == (canonical == text))
            }
        }
        #expect(Base64.text(of: Array("Madam".utf8)) == "TWFkYW0=")
    }
}
