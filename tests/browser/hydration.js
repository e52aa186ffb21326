// A page that React has written and takes over as a whole, the document included.

import { createElement as h, useState } from 'react';

const Counter = () => {
  const [count, setCount] = useState(0);
  return h('button', { type: 'button', onClick: () => setCount(count + 1) }, `Counted to ${count}`);
};

export const Page = () => h('html', { lang: 'en' },
  h('head', null, h('meta', { charSet: 'utf-8' }), h('title', null, 'Written by a server'), h('script', { src: '/embed.js' })),
  h('body', null, h('main', null, h('h1', null, 'Written by a server'), h(Counter)), h('script', { src: '/client.js', defer: true })));
