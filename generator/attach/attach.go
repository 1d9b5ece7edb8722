// Package attach owns the files that items offer: the attachments beside an item and the
// images of its text, copied byte for byte from the content tree to their addresses.
//
// It copies what public items offer or show, and nothing else: not the files of held,
// drafted or withdrawn items, and not a file that lies beside an item and is neither
// listed nor used. A file is copied as a stream and summed on the way, so that what is
// published is what was checked: one that changed since it was read is an error.
package attach

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"

	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/record"
	"gongkai/generator/source"
)

// A Product plans the copies. It implements plan.Product.
type Product struct{ content fs.FS }

// New makes the product over the content tree. Like every product it is offered the
// build's seed; it needs none, because nothing but the file itself changes a copy.
func New(content fs.FS, _ source.Digest) *Product { return &Product{content} }

// Kind is "attach".
func (*Product) Kind() string { return "attach" }

// Plan lists a file for each attachment and image of a public item. Its key is its
// address and its digest: a new theme does not copy the attachments again.
func (p *Product) Plan(s *model.Site) ([]plan.Output, error) {
	var out []plan.Output
	for _, it := range s.Items {
		if s.Gone(it) {
			continue
		}
		for i := range it.Attachments {
			a := &it.Attachments[i]
			if !published(it, a) {
				continue
			}
			out = append(out, plan.Output{
				Path:   a.Address,
				Key:    plan.Key(source.Digest{}).Str("attach", a.Address).Sum(a.Sum).Digest(),
				Render: func(w io.Writer) error { return copyFile(w, p.content, a) },
			})
		}
	}
	return out, nil
}

// published reports whether the file belongs to the public site.
func published(it *model.Item, a *model.Attachment) bool {
	return a.Size >= 0 && (a.Used || record.Offered(it, a))
}

// A ChangedError tells of a file that is not the one that was read and checked.
type ChangedError struct{ Path string }

// Error names the file and says what to do.
func (e *ChangedError) Error() string {
	return e.Path + " changed while the site was being built; build again"
}

// copyFile copies the attachment's file and sums it on the way. The error is a
// *ChangedError where the sum is not the attachment's.
func copyFile(w io.Writer, content fs.FS, a *model.Attachment) error {
	f, err := content.Open(a.Path)
	if err != nil {
		return fmt.Errorf("attachment: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w, h), f); err != nil {
		return fmt.Errorf("attachment %s: %w", a.Path, err)
	}
	if source.Digest(h.Sum(nil)) != a.Sum {
		return &ChangedError{a.Path}
	}
	return nil
}
