package build

import (
	"context"

	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/source"
	"gongkai/generator/theme"
	"gongkai/generator/write"
)

// Shard builds one shard of the site into a folder of its own. It loads, judges and plans
// the whole, as Site does and with the same errors, and renders the shard's outputs. The
// shards of one plan are joined by merge.Site.
func Shard(ctx context.Context, o Options, shard plan.Shard, sink *write.Dir) (Result, error) {
	return run(ctx, o, sink, func(th *theme.Theme, site *model.Site, outs []plan.Output) []plan.Output {
		sink.Part(write.Part{
			Shard: shard, Plan: plan.Digest(outs), Program: o.Program, Content: contentDigest(site), Theme: th.Digest,
			Date: site.Today.String(), Commit: o.Commit,
		})
		return shard.Of(outs)
	})
}

// contentDigest sums what was loaded: the configuration and every item, also those that
// are held.
func contentDigest(site *model.Site) source.Digest {
	k := plan.Key(site.Config.Digest).Int(len(site.All))
	for _, it := range site.All {
		k.Sum(it.Full)
	}
	return k.Digest()
}
