package plan

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"gongkai/generator/source"
)

// MaxShards is the most shards that a plan is split into.
const MaxShards = 10000

// A Shard is one of Count parts of a plan, which are rendered apart, on many machines say,
// and then merged.
//
// An output belongs to the shard whose Index is one more than the first eight bytes of the
// SHA-256 of its path, big-endian, modulo Count. So the split goes by the path alone: it
// is the same on every machine and on every day, a new item moves no other file to another
// shard, and a shard can build on its last folder. The shards' sizes are as even as
// throws of a die: of P outputs each has P/Count, give or take two or three times
// √(P/Count). Kinds of outputs, light and heavy, are mixed alike.
type Shard struct {
	Index int // 1 … Count
	Count int // 1 … MaxShards
}

// A ShardError tells of a text that names no shard.
type ShardError struct{ Text string }

// Error says what a shard looks like.
func (e *ShardError) Error() string {
	return fmt.Sprintf("%q is no shard: want i/n with 1 ≤ i ≤ n ≤ %d", e.Text, MaxShards)
}

// ParseShard reads i/n, such as 2/7, with 1 ≤ i ≤ n ≤ MaxShards. The error is a
// *ShardError.
func ParseShard(text string) (Shard, error) {
	index, count, _ := strings.Cut(text, "/")
	s := Shard{shardNumber(index), shardNumber(count)}
	if s.Index < 1 || s.Index > s.Count {
		return Shard{}, &ShardError{text}
	}
	return s, nil
}

// shardNumber reads a number up to MaxShards that is digits and no more; else it gives 0.
func shardNumber(s string) int {
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil || n > MaxShards {
		return 0
	}
	return int(n)
}

// String gives i/n, as ParseShard reads it.
func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Index, s.Count) }

// Owns reports whether the output at the path belongs to the shard.
func (s Shard) Owns(path string) bool {
	sum := source.Sum([]byte(path))
	return binary.BigEndian.Uint64(sum[:8])%uint64(s.Count) == uint64(s.Index-1)
}

// Of gives those outputs that belong to the shard, in their order.
func (s Shard) Of(outs []Output) []Output {
	mine := make([]Output, 0, len(outs)/s.Count+1)
	for _, o := range outs {
		if s.Owns(o.Path) {
			mine = append(mine, o)
		}
	}
	return mine
}

// KeptKey is how many bytes of a key are written down: enough that no two outputs of any
// site agree by chance, and half the size.
const KeptKey = 16

// Digest sums a whole plan: every output's path and the first KeptKey bytes of its key.
// The outputs must be sorted by path. Two plans with one digest make the same site, byte
// for byte; and what a manifest holds is enough to sum again.
func Digest(outs []Output) source.Digest {
	k := Key(source.Digest{}).Int(len(outs))
	for i := range outs {
		k.Str(outs[i].Path, string(outs[i].Key[:KeptKey]))
	}
	return k.Digest()
}
