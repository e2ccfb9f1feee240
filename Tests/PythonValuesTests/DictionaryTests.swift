import BigInt
import PythonValues
import Testing

@Suite("Dictionaries of any size")
struct DictionaryTests {
    @Test("Keys keep the place where they first came, and the last value, few or many of them")
    func places() {
        for count in [0, 1, 2, 15, 16, 17, 18, 100] {
            var dictionary = PythonDictionary()
            for round in 0..<2 {
                for number in 0..<count {
                    dictionary["key \(number)"] = .integer(BigInt(1_000 * round + number))
                }
            }
            #expect(dictionary.count == count)
            for number in 0..<count {
                #expect(dictionary.members[number].key == PythonText("key \(number)"))
                let value = dictionary["key \(number)"]
                #expect(value?.equals(.integer(BigInt(1_000 + number))) == true)
            }
            #expect(dictionary["key \(count)"] == nil && dictionary["key"] == nil)
        }
    }

    @Test("A text is bytes of ASCII where each character is one")
    func ascii() {
        #expect(PythonText("a\0~").isASCII([0x61, 0, 0x7E]))
        #expect(PythonText("").isASCII([]))
        for (text, bytes) in [
            ("a", [0x62]), ("a", [0x61, 0x61]), ("aa", [0x61]), ("\u{E9}", [0xE9]),
            ("\u{E9}", [0xC3, 0xA9]),
        ] as [(String, [UInt8])] { #expect(!PythonText(text).isASCII(bytes)) }
    }

    @Test("Floats are the same by their bits")
    func floats() {
        #expect(PythonFloat(.nan).isSame(as: PythonFloat(-.nan)))
        #expect(!PythonFloat(0).isSame(as: PythonFloat(-0.0)))
        #expect(PythonFloat(0.1).isSame(as: PythonFloat(0.1)))
        #expect(!PythonFloat(0.1).isSame(as: PythonFloat(0.1.nextUp)))
    }
}
