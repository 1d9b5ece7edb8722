package minify

import "testing"

func TestAsset(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a.css", "/* words */\na {\n  color: red;\n}\n", "a{color:red}"},
		{"a.js", "// words\n(function () { var long = 1; alert(long); })();\n", "(function(){var e=1;alert(e)})()"},
		{"a.js", "/*! licence */\nalert(1);", "/*! licence */alert(1)"},
		{"a.js", "var = ;", "var = ;"}, // a slip stays for the browser to tell
		{"icon.svg", "<svg> </svg>", "<svg> </svg>"},
		{"a.txt", "a  b", "a  b"},
	} {
		if got := string(Asset(c.name, []byte(c.text))); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.name, c.text, got, c.want)
		}
	}
}
