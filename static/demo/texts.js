/** Every text of the page in its two languages, and the page's following of the document's language. */

const LANGUAGES = ['en', 'zh-CN'];
/** @type {Set<() => void>} */
const listeners = new Set();

/** @type {Record<string, string[]>} */
const TEXTS = {
  'title': ['Smartee doctor portal (demonstration)', 'Smartee 医生工作台（演示）'],
  'skip': ['Skip to the content', '跳到主要内容'],
  'brand': ['Doctor portal', '医生工作台'],
  'nav.label': ['Page sections', '页面导航'],
  'nav.menu': ['Menu', '菜单'],
  'nav.cases': ['Cases', '病例'],
  'nav.model': ['Business model', '业务模式'],
  'nav.series': ['Series', '产品系列'],
  'nav.viewer': ['Viewer', '动画查看'],
  'nav.editor': ['Editor', '动画编辑'],
  'nav.address': ['Address', '地址'],
  'nav.cookies': ['Cookies', 'Cookie'],
  'hero.title': ['Plan every movement, as clear as the aligner.', '让每一步移动，都如矫治器般清晰。'],
  'hero.lead': ['Choose a series, watch the teeth move stage by stage, and refine the plan before it is made.',
    '选择产品系列，逐步查看牙齿移动，并在制作前完善方案。'],
  'hero.start': ['Sign in', '登录'],
  'hero.watch': ['Watch a treatment', '查看治疗动画'],
  'hero.note': ['A demonstration. Doctors, patients and series are invented.', '本页仅供演示，医生、患者与产品系列均为虚构。'],
  'account.title': ['Your cases', '您的病例'],
  'account.lead': ['Sign in with one of the demonstration accounts. Two of them belong to a partner.', '请使用任一演示账户登录，其中两个属于合作机构。'],
  'account.form': ['Sign in', '登录'],
  'account.name': ['Account', '账户'],
  'account.password': ['Password', '密码'],
  'account.submit': ['Sign in', '登录'],
  'account.demo': ['Demonstration accounts', '演示账户'],
  'account.demo.password': ['The password of all three:', '三个账户的密码均为：'],
  'account.partner.none': ['no partner', '无合作机构'],
  'account.welcome': ['Signed in', '已登录'],
  'account.out': ['Sign out', '退出登录'],
  'account.busy': ['One moment…', '请稍候…'],
  'account.wrong': ['This account and password do not belong together.', '账户与密码不匹配。'],
  'account.wait': ['Too many attempts. Try again in {seconds} seconds.', '尝试次数过多，请在 {seconds} 秒后重试。'],
  'account.unreachable': ['The server did not answer. Please try again.', '服务器未响应，请重试。'],
  'account.unkept': ['The sign-in could not be kept on this page.', '本页面无法保存登录状态。'],
  'account.left': ['You have signed out.', '您已退出登录。'],
  'cases.title': ['My cases', '我的病例'],
  'cases.ask': ['Sign in to see your cases.', '登录后即可查看您的病例。'],
  'cases.ended': ['The sign-in has ended. Please sign in again.', '登录已失效，请重新登录。'],
  'cases.case': ['Case', '病例'],
  'cases.patient': ['Patient', '患者'],
  'cases.series': ['Series', '系列'],
  'cases.state': ['State', '状态'],
  'cases.aligner': ['Aligner', '矫治器'],
  'cases.of': ['{aligner} of {aligners}', '第 {aligner} / {aligners} 副'],
  'cases.value.in treatment': ['In treatment', '治疗中'],
  'cases.value.plan to approve': ['Plan to approve', '待确认方案'],
  'cases.value.plan in revision': ['Plan in revision', '方案修改中'],
  'cases.value.in production': ['In production', '生产中'],
  'cases.value.records missing': ['Records missing', '资料待补充'],
  'cases.value.completed': ['Completed', '已完成'],
  'cases.value.refinement': ['Refinement', '精细调整'],
  'cases.value.Full arch': ['Full arch', '全牙弓'],
  'cases.value.Anterior': ['Anterior', '前牙'],
  'cases.value.Mixed dentition': ['Mixed dentition', '混合牙列'],
  'cases.value.Mandibular advancement': ['Mandibular advancement', '下颌前导'],
  'cases.value.Retention': ['Retention', '保持'],
  'model.title': ['Business model', '业务模式'],
  'model.lead': ['How you work with us decides what we prepare for a case. With your consent, the choice is remembered.',
    '合作方式决定我们为病例准备的内容。经您同意，我们会记住所选模式。'],
  'model.design-aligner': ['Design + Aligner', '设计＋矫治器'],
  'model.design-aligner.what': ['We plan the movement and make the aligners.', '由我们设计方案并制作矫治器。'],
  'model.design-only': ['Design Only', '仅设计'],
  'model.design-only.what': ['We plan; you print in your own practice.', '由我们设计，您在诊所自行打印。'],
  'model.aligner-only': ['Aligner Only', '仅矫治器'],
  'model.aligner-only.what': ['You plan; we make what you send.', '由您设计，我们按方案制作。'],
  'model.retainer': ['Retainer', '保持器'],
  'model.retainer.what': ['Retainers that keep the result.', '用于保持矫治效果的保持器。'],
  'model.logo': ['Partner logo', '合作机构标志'],
  'series.title': ['Choose a product series', '选择产品系列'],
  'series.lead': ['Each series is made for one kind of movement. You can change it until the plan is approved.', '每个系列适用于一类牙齿移动，方案确认前均可更改。'],
  'series.legend': ['Product series', '产品系列'],
  'series.clarion': ['Clarion', '清朗'],
  'series.clarion.what': ['Full arch, for most adult cases', '全牙弓，适用于多数成人病例'],
  'series.swift': ['Swift', '轻捷'],
  'series.swift.what': ['Anterior, the six front teeth', '前牙区，六颗前牙'],
  'series.atlas': ['Atlas', '擎岳'],
  'series.atlas.what': ['Extraction cases, space closed bodily', '拔牙病例，整体移动关闭间隙'],
  'series.sprout': ['Sprout', '新芽'],
  'series.sprout.what': ['Mixed dentition, room for what erupts', '混合牙列，为萌出预留空间'],
  'series.meridian': ['Meridian', '子午'],
  'series.meridian.what': ['Mandibular advancement with wings', '带翼下颌前导'],
  'series.keep': ['Keep', '恒持'],
  'series.keep.what': ['Retention, worn at night', '夜间佩戴，保持效果'],
  'series.none': ['Nothing selected yet.', '尚未选择。'],
  'series.chosen': ['Selected: {series}.', '已选择：{series}。'],
  'series.with': ['Selected: {series}, in {model}.', '已选择：{series}，业务模式：{model}。'],
  'viewer.title': ['Watch the treatment', '查看治疗动画'],
  'viewer.lead': ['Twenty stages of a crowded case. Drag the model to turn it.', '一例拥挤病例的二十个阶段。拖动模型即可旋转。'],
  'viewer.canvas': ['Model of both arches. Arrow keys turn it, Home faces it front.', '上下牙弓模型。方向键旋转，Home 键回到正面。'],
  'viewer.stage': ['Stage', '阶段'],
  'viewer.at': ['{stage} of {last}', '{stage} / {last}'],
  'viewer.aligner': ['Show the aligner', '显示矫治器'],
  'view.label': ['View', '视角'],
  'view.front': ['Front', '正面'],
  'view.right': ['Right', '右侧'],
  'view.left': ['Left', '左侧'],
  'view.upper': ['Upper', '上颌'],
  'view.lower': ['Lower', '下颌'],
  'play': ['Play', '播放'],
  'pause': ['Pause', '暂停'],
  'editor.title': ['Edit the animation', '编辑动画'],
  'editor.lead': ['Pick a tooth, go to a stage, and set its key. Between two keys the tooth moves smoothly.', '选择牙齿与阶段，设置关键帧；两帧之间牙齿平滑移动。'],
  'editor.canvas': ['Model of the arch. Arrow keys turn it; click a tooth to choose it.', '牙弓模型。方向键旋转，点击牙齿即可选择。'],
  'editor.tooth': ['Tooth', '牙位'],
  'editor.upper': ['Upper arch', '上颌'],
  'editor.lower': ['Lower arch', '下颌'],
  'editor.rotation': ['Rotation', '扭转'],
  'editor.tip': ['Tip', '倾斜'],
  'editor.shift': ['Translation', '平移'],
  'editor.before': ['Previous key', '上一帧'],
  'editor.after': ['Next key', '下一帧'],
  'editor.add': ['Add key', '添加帧'],
  'editor.remove': ['Remove key', '删除帧'],
  'editor.undo': ['Undo', '撤销'],
  'editor.keys': ['Keys of tooth {tooth}', '{tooth} 号牙的关键帧'],
  'editor.go': ['Go to stage {stage}', '转到第 {stage} 阶段'],
  'editor.set': ['Tooth {tooth}: key set at stage {stage}.', '{tooth} 号牙：已在第 {stage} 阶段设置关键帧。'],
  'editor.removed': ['Tooth {tooth}: key at stage {stage} removed.', '{tooth} 号牙：已删除第 {stage} 阶段的关键帧。'],
  'editor.undone': ['Last change undone.', '已撤销上一步更改。'],
  'address.title': ['Where the aligners go', '收货地址'],
  'address.lead': ['The places you look up are cached, so the lists open at once next time.', '查询过的地区会被缓存，下次可立即显示。'],
  'address.name': ['Recipient', '收件人'],
  'address.street': ['Street and number', '街道与门牌号'],
  'address.save': ['Save address', '保存地址'],
  'address.saved': ['Kept on this page until it closes: {address}', '已保存至本页面（关闭后清除）：{address}'],
  'cookies.title': ['Cookies on this device now', '此设备上的 Cookie'],
  'cookies.lead': ['What the browser holds for this site at this moment, as far as a script may see it.', '浏览器此刻为本站保存、且脚本可见的内容。'],
  'cookies.name': ['Name', '名称'],
  'cookies.kind': ['Kind', '类别'],
  'cookies.value': ['Value', '值'],
  'cookies.none': ['None.', '无。'],
  'cookies.preferences': ['Preference', '偏好'],
  'cookies.authentication': ['Sign-in', '登录'],
  'cookies.technical': ['Technical', '技术'],
  'cookies.other': ['Not in the policy', '政策未列'],
  'cookies.masked': ['hidden', '已隐藏'],
  'gate.title': ['What the page’s own script does', '页面自身脚本的操作'],
  'gate.lead': ['The page tries to write Language by itself. Without consent the write succeeds for the page, and nothing reaches the device.',
    '页面尝试自行写入 Language。未经同意时，页面可读到该值，但不会存入设备。'],
  'gate.document': ['Write with document.cookie', '用 document.cookie 写入'],
  'gate.store': ['Write with cookieStore', '用 cookieStore 写入'],
  'gate.read': ['Read it back', '读取'],
  'gate.page': ['Page code reads', '页面代码读到'],
  'gate.device': ['On the device', '设备上'],
  'gate.nothing': ['nothing', '无'],
  'gate.wrote': ['Written: {text}', '已写入：{text}'],
  'gate.found': ['Read: {text}', '已读取：{text}'],
  'gate.absent': ['This browser offers no cookieStore here.', '此浏览器在此处不提供 cookieStore。'],
  'gate.failed': ['The write was turned down.', '写入被拒绝。'],
  'policy.title': ['Cookie policy', 'Cookie 政策'],
  'policy.lead': ['Every cookie of this site, what it is for, and how long it stays.', '本站全部 Cookie 的用途与保存期限。'],
  'policy.link': ['Open the policy as a page of its own', '在独立页面中打开政策'],
  'footer.settings': ['Cookie settings', 'Cookie 设置'],
  'footer.withdraw': ['Withdraw consent', '撤回同意'],
  'footer.state': ['Your choice:', '您的选择：'],
  'footer.contact': ['Questions about privacy:', '隐私问题请联系：'],
  'footer.label': ['Cookies and privacy', 'Cookie 与隐私'],
  'state.unasked': ['not made yet', '尚未选择'],
  'state.accepted': ['optional cookies accepted', '已接受可选 Cookie'],
  'state.refused': ['optional cookies refused', '已拒绝可选 Cookie'],
  'state.partial': ['some optional cookies accepted', '已接受部分可选 Cookie'],
  'state.absent': ['the cookie service is not available', 'Cookie 服务不可用'],
};

/** The language the page is shown in: the document's, or English where the page has no texts for that. */
export function language() {
  return document.documentElement.lang.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/**
 * Whether there is a text under this key.
 * @param {string} key
 */
export function hasText(key) {
  return Object.hasOwn(TEXTS, key);
}

/**
 * The text under a key in the page's language, each `{name}` replaced; an unknown key is itself.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function text(key, values = {}) {
  const found = hasText(key) ? TEXTS[key][LANGUAGES.indexOf(language())] : key;
  return found.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/**
 * Fills every `data-text` and `data-label` (an accessible name) below `root`, and says where the language is not the document's.
 * @param {ParentNode} [root]
 */
export function translate(root = document) {
  const own = language();
  const foreign = document.documentElement.lang.toLowerCase() !== own.toLowerCase();
  /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-text]')).forEach((element) => {
    element.textContent = text(element.dataset.text ?? '');
    if (foreign) element.lang = own;
    else element.removeAttribute('lang');
  });
  /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-label]')).forEach((element) => {
    element.setAttribute('aria-label', text(element.dataset.label ?? ''));
  });
}

/**
 * Calls `listener` now and whenever the page's language has changed.
 * @param {() => void} listener
 */
export function onLanguage(listener) {
  listeners.add(listener);
  listener();
}

function follow() {
  translate();
  listeners.forEach((listener) => listener());
}

/** Starts following the document's language, whoever changes it. */
export function startTexts() {
  follow();
  new MutationObserver(follow).observe(document.documentElement, { attributes: true, attributeFilter: ['lang'] });
  document.addEventListener('smartee-consent:language', ({ detail }) => {
    const wanted = detail && detail.language;
    if (wanted && wanted !== document.documentElement.lang) document.documentElement.lang = wanted;
  });
}
