/// Colours along a line through a few fixed ones, in integers.
struct ColourScale {
    /// Red, green, blue at equal distances from 0 to 65536.
    let stops: [[Int]]

    /// Dark where all weight is on one token, light where all are alike.
    static let entropy = ColourScale(stops: [
        [38, 34, 26], [122, 96, 60], [224, 165, 38], [251, 246, 228],
    ])
    /// Blue by tokens, orange by places, pale in between; the ends are reached at 20 % and 80 %.
    static let places = ColourScale(stops: [
        [31, 92, 122], [31, 92, 122], [246, 244, 238], [246, 244, 238], [200, 100, 30],
        [200, 100, 30],
    ])

    func colour(_ valueQ16: Int) -> String {
        let (red, green, blue) = mixed(valueQ16)
        return "rgb(\(red),\(green),\(blue))"
    }

    /// Black or white, whichever can be read on the colour.
    func ink(_ valueQ16: Int) -> String {
        let (red, green, blue) = mixed(valueQ16)
        return 2 * red + 5 * green + blue > 1100 ? "#26221a" : "#ffffff"
    }

    private func mixed(_ valueQ16: Int) -> (Int, Int, Int) {
        let place = min(max(valueQ16, 0), 65536) * (stops.count - 1)
        let index = min(place >> 16, stops.count - 2)
        let part = place - index << 16
        func channel(_ channel: Int) -> Int {
            let (from, to) = (stops[index][channel], stops[index + 1][channel])
            return from + (to - from) * part / 65536
        }
        return (channel(0), channel(1), channel(2))
    }
}
